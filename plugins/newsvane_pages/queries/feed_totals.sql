SELECT
    count(*) FILTER (watched) AS watched,
    count(*) FILTER (watched AND NOT paused AND status = 'failed') AS failing,
    count(*) FILTER (watched AND NOT paused AND volume = 'silent') AS silent,
    count(*) FILTER (starts_with(words, 'moved for good')) AS moved,
    count(*) FILTER (watched AND paused) AS paused,
    count(*) AS feeds
FROM feed_health;
