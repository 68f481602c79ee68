-- reads: coverage; writes: fts_main_coverage
-- All scripts and no stemmer, because the texts are in many languages.
PRAGMA create_fts_index(
    'coverage', 'article_id', 'title', 'text', stemmer = 'none', stopwords = 'none', ignore = '[^\p{L}\p{N}]+'
);
