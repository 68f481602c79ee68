SELECT * FROM feed_health
ORDER BY watched DESC, failures DESC, paused, outlet, feed_id
LIMIT $limit;
