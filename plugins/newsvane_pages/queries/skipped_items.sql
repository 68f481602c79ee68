-- reads: skipped; returns: the latest skipped pages that the filters select
SELECT url, stage, reason, detail, feed_id, skipped_at, will_retry
FROM skipped
WHERE skipped_at >= $since AND ($stage IS NULL OR stage = $stage) AND ($reason IS NULL OR reason = $reason)
ORDER BY skipped_at DESC, url
LIMIT $limit;
