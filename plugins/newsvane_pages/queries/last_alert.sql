-- reads: outbox; returns: the last message of a rule that was delivered
SELECT key, subject, channel, settled_at
FROM outbox
WHERE rule = $rule AND state = 'delivered'
ORDER BY settled_at DESC, key
LIMIT 1;
