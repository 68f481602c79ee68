-- reads: feed_polls; returns: how a run polled a feed
SELECT status, reason, detail, entries_new
FROM feed_polls
WHERE run_id = $run_id AND feed_id = $feed_id
ORDER BY polled_at DESC
LIMIT 1;
