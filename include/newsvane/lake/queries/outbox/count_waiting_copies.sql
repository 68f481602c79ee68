-- reads: outbox; returns: how many copies of a message, made to send it again, wait to be sent
SELECT count(*) AS copies
FROM outbox AS copy
JOIN outbox AS o USING (rule, channel, kind, subject, story_id, created_at)
WHERE o.key = $key AND copy.key <> o.key AND copy.resent_at IS NOT NULL AND copy.state = 'pending';
