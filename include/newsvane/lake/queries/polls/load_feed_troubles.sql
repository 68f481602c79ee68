-- reads: feed_troubles; returns: the open troubles and those that ended since then, in the order they began
SELECT feed_id, kind, began_at, ended_at, reason, detail FROM feed_troubles
WHERE ended_at IS NULL OR ended_at >= $since
ORDER BY began_at, feed_id, kind;
