-- reads: outbox; returns: the messages that a rule has written since then
SELECT created_at, channel, state, subject, feed_id, len(covers) AS covers
FROM outbox
WHERE rule = $rule AND created_at >= $since
ORDER BY created_at, subject, channel;
