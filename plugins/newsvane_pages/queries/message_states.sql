-- reads: outbox; returns: the state of each of these messages
SELECT key, state, settled_at FROM outbox WHERE key IN (SELECT unnest($keys::VARCHAR[]));
