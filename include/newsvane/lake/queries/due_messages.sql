FROM outbox
WHERE state = 'pending' AND (next_try_at IS NULL OR next_try_at <= $now)
ORDER BY created_at, key
LIMIT $limit;
