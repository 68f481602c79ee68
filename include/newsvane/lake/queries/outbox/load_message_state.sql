-- reads: outbox; returns: the state and subject of a message
SELECT state, subject FROM outbox WHERE key = $key;
