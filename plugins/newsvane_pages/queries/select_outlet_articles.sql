-- reads: articles; writes: outlet_articles
-- What an outlet wrote since a time, for the queries that follow. Ids take longest to read, so they are left out.
CREATE OR REPLACE TEMP TABLE outlet_articles AS
SELECT
    fetched_at, least(published_at, fetched_at) AS appeared_at, observed_at, absent_at IS NOT NULL AS is_observed,
    len(topics) > 0 AS on_topic, published_at IS NOT NULL AND (absent_at IS NOT NULL OR date_contradicted) AS is_checked,
    date_contradicted
FROM articles WHERE outlet = $outlet AND fetched_at >= $since;
