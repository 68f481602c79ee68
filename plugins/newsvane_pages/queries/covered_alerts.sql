-- reads: outbox; returns: the messages that another one stands for, each with `total`, their number; without those that it only counts
SELECT key, rule, subject, count(*) OVER () AS total
FROM outbox
WHERE told_by = $key AND held <> 'flood'
ORDER BY created_at, key
LIMIT $limit;
