-- reads: feed_polls; returns: how many polls of a run failed, and of which feeds, per reason
SELECT reason, count(*) AS items, list(feed_id ORDER BY feed_id) AS feeds
FROM feed_polls
WHERE run_id = $run_id AND status = 'failed'
GROUP BY reason
ORDER BY items DESC, reason;
