-- reads: nothing; writes: outbox
UPDATE outbox SET state = 'pending', due_at = $now
WHERE state = 'held' AND key IN (SELECT unnest($keys::VARCHAR[]));
