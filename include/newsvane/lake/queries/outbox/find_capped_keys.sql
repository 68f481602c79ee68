-- reads: outbox; returns: the keys of the messages that wait because of the hourly cap
SELECT key FROM outbox WHERE state = 'held' AND held IN ('cap', 'share');
