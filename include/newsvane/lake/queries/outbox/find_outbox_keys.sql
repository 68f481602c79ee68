-- reads: outbox; returns: those of these keys that a message has or covers
SELECT key FROM (SELECT key FROM outbox UNION SELECT unnest(covers) FROM outbox)
WHERE key IN (SELECT unnest($keys::VARCHAR[]));
