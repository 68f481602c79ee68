-- reads: feed_health; returns: the sources of an outlet, those that are watched first
SELECT feed_id, title, words FROM feed_health WHERE outlet = $outlet ORDER BY watched DESC, feed_id LIMIT $limit;
