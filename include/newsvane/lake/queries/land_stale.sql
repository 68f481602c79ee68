CREATE OR REPLACE TEMP TABLE landed_days AS
SELECT (least(a.published_at, a.fetched_at) AT TIME ZONE 'UTC')::DATE AS day
FROM articles AS a
WHERE a.article_id IN (SELECT article_id FROM landed_articles UNION SELECT article_id FROM landed_groups)
UNION
SELECT day_before FROM landed_articles WHERE day_before IS NOT NULL;

INSERT INTO trend_stale FROM landed_days;
