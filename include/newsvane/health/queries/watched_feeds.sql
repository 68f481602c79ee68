-- reads: feed_states, feeds; returns: the feeds in $watched, or if it is null those of the latest poll, with how often they failed in a row, the most often failed first
SELECT f.feed_id, f.paused, s.status, s.reason, s.detail, coalesce(s.failures, 0) AS failures
FROM feeds AS f LEFT JOIN feed_states AS s ON s.feed_id = f.feed_id
WHERE CASE WHEN $watched IS NULL THEN f.watched ELSE list_contains($watched, f.feed_id) END
ORDER BY failures DESC, f.feed_id;
