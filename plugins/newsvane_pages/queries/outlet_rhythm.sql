-- reads: outlet_articles; returns: the articles on topic of an outlet since a time, per hour (UTC) and per weekday, 1 for Monday, in which they came up
-- Of what its first poll or a backfill found, we do not know when it came up.
WITH chosen AS (
    SELECT observed_at AS seen_at FROM outlet_articles WHERE is_observed AND on_topic
)
SELECT 'hour' AS unit, hour(seen_at) AS place, count(*) AS articles FROM chosen GROUP BY ALL
UNION ALL
SELECT 'weekday', isodow(seen_at), count(*) FROM chosen GROUP BY ALL
ORDER BY unit, place;
