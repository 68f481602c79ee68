-- reads: outbox; returns: per outlet, how many scheduled messages a digest will only count; the most first
SELECT outlet, count(*) AS messages
FROM outbox
WHERE state = 'held' AND held = 'flood' AND created_at >= $since AND ($channel IS NULL OR channel = $channel)
GROUP BY outlet
ORDER BY messages DESC, outlet;
