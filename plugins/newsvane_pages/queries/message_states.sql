-- reads: outbox; returns: the state of each of these messages, how often it was tried since it was last queued, and when it is tried next
SELECT key, state, settled_at, attempts - coalesce(resent_after, 0) AS tries, next_try_at FROM outbox WHERE key IN (SELECT unnest($keys::VARCHAR[]));
