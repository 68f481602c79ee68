-- Its attempts stay counted: they number its deliveries.
UPDATE outbox SET state = 'pending', next_try_at = NULL, settled_at = NULL WHERE key = $key AND state = 'dead';
