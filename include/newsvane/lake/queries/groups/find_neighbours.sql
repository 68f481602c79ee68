-- reads: nearby_sketches, probes; writes: neighbours
-- Keys that too many articles share say nothing and are not followed.
CREATE OR REPLACE TEMP TABLE neighbours AS
WITH probe_keys AS (
    SELECT day, unnest(keys) AS key FROM probes
), keyed AS (
    SELECT article_id, day, unnest(keys) AS key FROM nearby_sketches
), rare AS (
    FROM keyed SEMI JOIN probe_keys USING (key) QUALIFY count(*) OVER (PARTITION BY key) <= $common
)
SELECT stored.article_id
FROM (SELECT article_id, day, unnest(buckets) AS bucket FROM nearby_sketches) AS stored
JOIN (SELECT day, unnest(buckets) AS bucket FROM probes) AS probe
    ON probe.bucket = stored.bucket AND abs(probe.day - stored.day) <= $window_days
UNION
SELECT stored.article_id
FROM nearby_sketches AS stored
JOIN probes ON probes.text_key = stored.text_key AND abs(probes.day - stored.day) <= $window_days
UNION
SELECT rare.article_id FROM rare
JOIN probe_keys ON probe_keys.key = rare.key AND abs(probe_keys.day - rare.day) <= $window_days
UNION
SELECT article_id FROM probes;
