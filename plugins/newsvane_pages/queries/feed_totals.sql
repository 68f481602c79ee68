-- reads: feed_health, feed_troubles; returns: how many feeds there are in each state; those of $watched are watched, or if it is null those of the latest poll
SELECT
    count(*) FILTER (watched) AS watched,
    count(*) FILTER (watched AND NOT paused AND status = 'failed') AS failing,
    count(*) FILTER (watched AND NOT paused AND failures >= $sick_failures) AS feeds_failing,
    count(*) FILTER (watched AND NOT paused AND volume = 'silent') AS silent,
    count(*) FILTER (watched AND NOT paused AND feed_id IN (
        SELECT feed_id FROM feed_troubles WHERE kind = 'flood' AND ended_at IS NULL
    )) AS flooding,
    count(*) FILTER (watched AND starts_with(words, 'moved for good')) AS moved,
    count(*) FILTER (watched AND (starts_with(words, 'moved for good') OR NOT paused AND (
        status = 'failed' OR volume = 'silent'
        OR feed_id IN (SELECT feed_id FROM feed_troubles WHERE kind = 'flood' AND ended_at IS NULL)
    ))) AS attention,
    count(*) FILTER (watched AND paused) AS paused,
    count(*) FILTER (NOT watched) AS unwatched
FROM (
    SELECT * REPLACE (CASE WHEN $watched IS NULL THEN watched ELSE list_contains($watched, feed_id) END AS watched) FROM feed_health
);
