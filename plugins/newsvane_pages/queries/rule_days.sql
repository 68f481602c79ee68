-- reads: outbox; returns: per rule and day (UTC), how many messages of these rules were delivered since $since
SELECT rule, settled_at::DATE AS day, count(*) AS messages
FROM outbox
WHERE state = 'delivered' AND settled_at >= $since AND list_contains($rules, rule)
GROUP BY ALL;
