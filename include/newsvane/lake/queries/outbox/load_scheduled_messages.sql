-- reads: outbox; returns: the scheduled messages, oldest first
FROM outbox WHERE state = 'held' ORDER BY created_at, key;
