-- reads: nothing; writes: outbox
UPDATE outbox SET next_try_at = NULL WHERE channel = $channel AND state = 'pending';
