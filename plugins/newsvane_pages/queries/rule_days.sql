-- reads: outbox; returns: per rule and day (UTC), how many messages that name these rules were delivered since $since
SELECT o.rule, sent.settled_at::DATE AS day, count(DISTINCT sent.key) AS messages
FROM outbox AS o
JOIN outbox AS sent ON sent.key = coalesce(o.told_by, o.key)
WHERE sent.state = 'delivered' AND sent.settled_at >= $since AND list_contains($rules, o.rule)
GROUP BY ALL;
