-- The names of some days are found without a look at all others: the table is in order of time, so that DuckLake skips files.
ALTER TABLE article_names ADD COLUMN fetched_at TIMESTAMPTZ;
COMMENT ON COLUMN article_names.fetched_at IS 'When the article was first read, as in articles, UTC.';

CREATE OR REPLACE TEMP TABLE dated_names AS
SELECT n.* REPLACE (a.fetched_at AS fetched_at) FROM article_names AS n JOIN articles AS a ON a.article_id = n.article_id;

DELETE FROM article_names;

INSERT INTO article_names BY NAME FROM dated_names ORDER BY fetched_at, article_id, entity_id;

DROP TABLE dated_names;
