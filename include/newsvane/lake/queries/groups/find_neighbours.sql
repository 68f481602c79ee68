-- reads: nearby_sketches, probes; writes: neighbours
-- Of one outlet, only the latest articles with a key or bucket are followed. Keys that too many of the remaining articles
-- share say nothing and are not followed. So no outlet can make a key useless for others, or the search expensive.
CREATE OR REPLACE TEMP TABLE neighbours AS
WITH probe_keys AS (
    SELECT day, unnest(keys) AS key FROM probes
), keyed AS (
    FROM (SELECT article_id, day, coalesce(outlet, article_id) AS outlet, unnest(keys) AS key FROM nearby_sketches)
    SEMI JOIN probe_keys USING (key)
    QUALIFY row_number() OVER (PARTITION BY key, outlet ORDER BY day DESC, article_id) <= $per_outlet
), rare AS (
    FROM keyed QUALIFY count(*) OVER (PARTITION BY key) <= $common
), probe_buckets AS (
    SELECT day, unnest(buckets) AS bucket FROM probes
    UNION ALL SELECT day, text_key FROM probes WHERE text_key IS NOT NULL
), bucketed AS (
    FROM (
        SELECT article_id, day, coalesce(outlet, article_id) AS outlet, unnest(buckets) AS bucket FROM nearby_sketches
        UNION ALL SELECT article_id, day, coalesce(outlet, article_id), text_key FROM nearby_sketches
    )
    SEMI JOIN probe_buckets USING (bucket)
    QUALIFY row_number() OVER (PARTITION BY bucket, outlet ORDER BY day DESC, article_id) <= $per_outlet
)
SELECT stored.article_id
FROM bucketed AS stored
JOIN probe_buckets AS probe ON probe.bucket = stored.bucket AND abs(probe.day - stored.day) <= $window_days
UNION
SELECT rare.article_id FROM rare
JOIN probe_keys ON probe_keys.key = rare.key AND abs(probe_keys.day - rare.day) <= $window_days
UNION
SELECT article_id FROM probes;
