-- Every script and no stemmer: the texts are in many languages.
PRAGMA create_fts_index(
    'coverage', 'article_id', 'title', 'text', stemmer = 'none', stopwords = 'none', ignore = '[^\p{L}\p{N}]+'
);
