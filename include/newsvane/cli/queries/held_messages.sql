-- reads: outbox; returns: how many messages wait for a digest, the end of quiet hours or of an hour's cap, and until when the first does
SELECT count(*) AS messages, min(due_at) AS until
FROM outbox
WHERE state = 'held' AND held <> 'flood';
