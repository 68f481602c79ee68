-- reads: feed_states, feeds; returns: how many feeds that are watched failed at their last poll, as in feed_totals
SELECT count(*) AS failing
FROM feeds AS f JOIN feed_states AS s ON s.feed_id = f.feed_id
WHERE f.watched AND NOT f.paused AND s.status = 'failed';
