-- reads: lake.article_names, lake.coverage, lake.entities, lake.feed_health, lake.macros, lake.trend_daily, lake.unread_daily; writes: about, article_groups, article_names, article_topics, coverage, entities, feed_health, macros, trend_daily, unread_daily
-- The tables are created empty. The views have the names of tables of the lake, so the same macros and queries work.
CREATE TABLE coverage AS FROM lake.coverage LIMIT 0;
CREATE TABLE trend_daily AS FROM lake.trend_daily LIMIT 0;
CREATE TABLE unread_daily AS FROM lake.unread_daily LIMIT 0;
CREATE TABLE feed_health AS FROM lake.feed_health LIMIT 0;
CREATE TABLE entities AS FROM lake.entities LIMIT 0;
CREATE TABLE article_names AS FROM lake.article_names LIMIT 0;
CREATE TABLE macros AS FROM lake.macros;
CREATE VIEW article_topics AS SELECT article_id, unnest(topics) AS topic FROM coverage;
CREATE VIEW article_groups AS
SELECT article_id, copy_of, copy_kind, copy_score AS score, story_id, copy_evidence AS evidence, copy_order, copy_claimed FROM coverage;

CREATE TABLE about (
    snapshot BIGINT, snapshot_time TIMESTAMPTZ, published_at TIMESTAMPTZ, articles BIGINT, days BIGINT, texts BOOLEAN,
    migration VARCHAR, newsvane VARCHAR, duckdb VARCHAR, form VARCHAR
);
COMMENT ON TABLE about IS 'One row: the state of the lake that this file was made from, and when it was made.';
COMMENT ON COLUMN about.snapshot IS 'Snapshot of the lake that this file shows.';
COMMENT ON COLUMN about.snapshot_time IS 'When that snapshot was committed, UTC.';
COMMENT ON COLUMN about.published_at IS 'When this file was written, UTC.';
COMMENT ON COLUMN about.articles IS 'Rows of coverage.';
COMMENT ON COLUMN about.days IS 'Days with coverage.';
COMMENT ON COLUMN about.texts IS 'False: texts are left out, so coverage.text is null and only titles are indexed.';
COMMENT ON COLUMN about.migration IS 'Last migration applied to the lake.';
COMMENT ON COLUMN about.newsvane IS 'Version of Newsvane.';
COMMENT ON COLUMN about.duckdb IS 'Version of DuckDB; an older one may not open this file.';
COMMENT ON COLUMN about.form IS 'Fingerprint of how this file was made: if it differs, the file is made again from scratch.';
