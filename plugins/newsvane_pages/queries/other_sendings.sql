-- reads: outbox; returns: the message of which a message is a copy, made to send it again, and its other copies; the oldest first
SELECT other.key, other.state, other.settled_at, other.resent_at
FROM outbox AS o
JOIN outbox AS other USING (rule, channel, kind, subject, story_id, created_at)
WHERE o.key = $key AND other.key <> o.key AND (o.resent_at IS NOT NULL OR other.resent_at IS NOT NULL)
ORDER BY other.resent_at NULLS FIRST, other.key
LIMIT $limit;
