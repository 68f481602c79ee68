-- reads: feed_states, feed_volume, feeds; returns: the state of the feeds in $watched, or if it is null of those of the latest poll, the most often failed first
-- words: only that a feed moved for good, as in feed_health, whose counts of all entries nobody needs here.
SELECT
    f.feed_id, f.paused, s.status, s.reason, s.detail, coalesce(s.failures, 0) AS failures, s.moved_to, v.volume,
    CASE WHEN s.moved_to = s.url OR s.detail LIKE 'moved for good%' THEN 'moved for good to ' || s.moved_to ELSE '' END AS words
FROM feeds AS f
LEFT JOIN feed_states AS s ON s.feed_id = f.feed_id
LEFT JOIN feed_volume AS v ON v.feed_id = f.feed_id
WHERE CASE WHEN $watched IS NULL THEN f.watched ELSE list_contains($watched, f.feed_id) END
ORDER BY failures DESC, f.feed_id;
