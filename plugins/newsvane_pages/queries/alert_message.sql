-- reads: outbox; returns: a message, with subject, state and kind of the message that is sent in its place
SELECT o.*, t.subject AS sent_subject, t.state AS sent_state, t.kind AS sent_kind
FROM outbox AS o
LEFT JOIN outbox AS t ON t.key = o.told_by
WHERE o.key = $key;
