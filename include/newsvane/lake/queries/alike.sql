-- Whatever shares a bucket, a text or a key with a probe, within the window; keys that hold for too many tell nothing.
CREATE OR REPLACE TEMP TABLE alike AS
WITH asked AS (
    SELECT day, unnest(keys) AS key FROM probes
), keyed AS (
    SELECT article_id, day, unnest(keys) AS key FROM sketches_around
), rare AS (
    FROM keyed SEMI JOIN asked USING (key) QUALIFY count(*) OVER (PARTITION BY key) <= $common
)
SELECT stored.article_id
FROM (SELECT article_id, day, unnest(buckets) AS bucket FROM sketches_around) AS stored
JOIN (SELECT day, unnest(buckets) AS bucket FROM probes) AS probe
    ON probe.bucket = stored.bucket AND abs(probe.day - stored.day) <= $window_days
UNION
SELECT stored.article_id
FROM sketches_around AS stored
JOIN probes ON probes.text_key = stored.text_key AND abs(probes.day - stored.day) <= $window_days
UNION
SELECT rare.article_id FROM rare JOIN asked ON asked.key = rare.key AND abs(asked.day - rare.day) <= $window_days
UNION
SELECT article_id FROM probes;
