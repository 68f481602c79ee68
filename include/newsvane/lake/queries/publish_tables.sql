-- The tables of the published file, empty. Its views have the names of tables of the lake, for macros and queries alike.
CREATE TABLE coverage AS FROM lake.coverage LIMIT 0;
CREATE TABLE trend_daily AS FROM lake.trend_daily LIMIT 0;
CREATE TABLE feed_health AS FROM lake.feed_health LIMIT 0;
CREATE TABLE macros AS FROM lake.macros;
CREATE VIEW article_topics AS SELECT article_id, unnest(topics) AS topic FROM coverage;
CREATE VIEW article_groups AS
SELECT article_id, copy_of, copy_kind, copy_score AS score, story_id, copy_evidence AS evidence FROM coverage;

CREATE TABLE about (
    snapshot BIGINT, snapshot_time TIMESTAMPTZ, published_at TIMESTAMPTZ, articles BIGINT, days BIGINT, texts BOOLEAN,
    migration VARCHAR, newsvane VARCHAR, duckdb VARCHAR, form VARCHAR
);
COMMENT ON TABLE about IS 'One row: what this file was made of, and when.';
COMMENT ON COLUMN about.snapshot IS 'Snapshot of the lake that it shows.';
COMMENT ON COLUMN about.snapshot_time IS 'When that was committed, UTC.';
COMMENT ON COLUMN about.published_at IS 'When it was written here, UTC.';
COMMENT ON COLUMN about.articles IS 'Rows of coverage.';
COMMENT ON COLUMN about.days IS 'Days with coverage.';
COMMENT ON COLUMN about.texts IS 'False: texts were left out, coverage.text is null and titles alone are indexed.';
COMMENT ON COLUMN about.migration IS 'Last migration that the lake had been through.';
COMMENT ON COLUMN about.newsvane IS 'Version of Newsvane.';
COMMENT ON COLUMN about.duckdb IS 'Version of DuckDB; one that is older may not open the file.';
COMMENT ON COLUMN about.form IS 'Fingerprint of how it was made: where it differs, the file is made anew.';
