-- Why an original is in a story, and what is known of the meaning of an article.
ALTER TABLE article_groups ADD COLUMN similar_to VARCHAR;
ALTER TABLE article_groups ADD COLUMN story_evidence VARCHAR[];
COMMENT ON COLUMN article_groups.similar_to IS 'Of an original in the story of earlier articles: the one that it resembles most, by which it joined; null: a copy, or the first of its story.';
COMMENT ON COLUMN article_groups.story_evidence IS 'What the two reports have in common, in words, one line per kind of evidence; null or empty: none.';

ALTER TABLE article_sketches ADD COLUMN embedding TINYINT[];
COMMENT ON COLUMN article_sketches.embedding IS 'Meaning of title and lead as a vector of multilingual-e5-small, each number -127 to 127; compare vectors by their cosine; null or empty: not computed.';
