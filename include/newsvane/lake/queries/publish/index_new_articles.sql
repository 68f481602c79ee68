-- reads: coverage, fts_main_coverage.dict, fts_main_coverage.docs; writes: fresh, fts_main_coverage.dict, fts_main_coverage.docs, fts_main_coverage.stats, fts_main_coverage.terms, tokens
-- Indexes the next articles that are not in the index yet. create_fts_index of DuckDB's fts extension would index
-- everything again, so this fills the extension's tables the way it does. A test compares the two.
CREATE OR REPLACE TEMP TABLE fresh AS
SELECT
    (SELECT coalesce(max(docid), -1) FROM fts_main_coverage.docs) + row_number() OVER () AS docid, article_id, title, text
FROM (FROM coverage ANTI JOIN fts_main_coverage.docs ON docs.name = coverage.article_id LIMIT 20_000);

CREATE OR REPLACE TEMP TABLE tokens AS
FROM (
    SELECT docid, 0 AS fieldid, unnest(fts_main_coverage.tokenize(title)) AS term FROM fresh
    UNION ALL
    SELECT docid, 1 AS fieldid, unnest(fts_main_coverage.tokenize(text)) AS term FROM fresh
)
WHERE term <> '';

INSERT INTO fts_main_coverage.dict
SELECT (SELECT coalesce(max(termid), -1) FROM fts_main_coverage.dict) + row_number() OVER () AS termid, term, 0 AS df
FROM (SELECT DISTINCT term FROM tokens) ANTI JOIN fts_main_coverage.dict USING (term);

INSERT INTO fts_main_coverage.terms
SELECT docid, fieldid, termid FROM tokens JOIN fts_main_coverage.dict USING (term);

UPDATE fts_main_coverage.dict SET df = df + added.docs
FROM (SELECT term, count(DISTINCT docid) AS docs FROM tokens GROUP BY term) AS added
WHERE dict.term = added.term;

INSERT INTO fts_main_coverage.docs
SELECT docid, article_id AS name, count(term) AS len FROM fresh LEFT JOIN tokens USING (docid) GROUP BY ALL;

UPDATE fts_main_coverage.stats
SET num_docs = (SELECT count(*) FROM fts_main_coverage.docs), avgdl = (SELECT avg(len) FROM fts_main_coverage.docs);
