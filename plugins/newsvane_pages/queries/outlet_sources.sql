-- reads: feed_health; returns: the sources of an outlet, those that are watched first
SELECT
    feed_id, title, url, watched, paused, status, failures, detail, volume,
    coalesce(watched AND NOT paused AND status = 'failed', false) AS failing,
    coalesce(watched AND NOT paused AND volume = 'silent', false) AS silent,
    coalesce(starts_with(words, 'moved for good'), false) AS moved, false AS flooding
FROM feed_health
WHERE outlet = $outlet
ORDER BY watched DESC, feed_id
LIMIT $limit;
