-- reads: outbox; returns: the last message that names a rule and was delivered
SELECT sent.key, sent.subject, sent.channel, sent.settled_at
FROM outbox AS o
JOIN outbox AS sent ON sent.key = coalesce(o.told_by, o.key)
WHERE o.rule = $rule AND sent.state = 'delivered'
ORDER BY sent.settled_at DESC, sent.key
LIMIT 1;
