-- reads: nothing; writes: outbox
UPDATE outbox
SET state = 'pending', next_try_at = NULL, settled_at = NULL, resent_at = $now, resent_after = attempts
WHERE state IN ('dead', 'pending') AND key IN (SELECT unnest($keys::VARCHAR[]));
