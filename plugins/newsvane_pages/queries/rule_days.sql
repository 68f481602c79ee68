-- reads: outbox; returns: per rule and day (UTC), how many messages that name these rules were delivered since $since
-- What was sent again as a copy counts on the day when it was first sent.
SELECT o.rule, sent.settled_at::DATE AS day, count(DISTINCT sent.key) AS messages
FROM outbox AS o
JOIN outbox AS sent ON sent.key = coalesce(o.told_by, o.key)
WHERE sent.state = 'delivered' AND sent.settled_at >= $since AND list_contains($rules, o.rule)
AND NOT EXISTS (
    FROM outbox AS first
    WHERE sent.resent_at IS NOT NULL AND first.key <> sent.key
    AND (first.rule, first.channel, first.kind, first.subject, first.story_id, first.created_at)
    = (sent.rule, sent.channel, sent.kind, sent.subject, sent.story_id, sent.created_at)
    AND (first.resent_at IS NULL OR first.resent_at < sent.resent_at)
)
GROUP BY ALL;
