-- reads: feed_states, feeds; returns: the feeds that are watched, with how often they failed in a row, the most often failed first
SELECT f.feed_id, f.paused, s.status, s.reason, coalesce(s.failures, 0) AS failures
FROM feeds AS f LEFT JOIN feed_states AS s ON s.feed_id = f.feed_id
WHERE f.watched
ORDER BY failures DESC, f.feed_id;
