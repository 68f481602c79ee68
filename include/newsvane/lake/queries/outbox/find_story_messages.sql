-- reads: outbox; returns: the messages about these stories, oldest first, each with the state of the message that is sent for it
SELECT
    o.key, o.rule, o.channel, o.story_id, coalesce(o.told_by, o.key) AS sent_as, coalesce(t.state, o.state) AS state,
    coalesce(t.due_at, o.due_at) AS due_at
FROM outbox AS o
LEFT JOIN outbox AS t ON t.key = o.told_by
WHERE o.story_id IN (SELECT unnest($story_ids::VARCHAR[])) AND o.kind IN ('story', 'update', 'escalation') AND o.held <> 'flood'
ORDER BY o.created_at, o.key;
