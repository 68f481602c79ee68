SELECT DISTINCT channel
FROM outbox
WHERE
    state = 'pending'
    AND (next_try_at IS NULL OR next_try_at <= $now OR next_try_at > $now::TIMESTAMPTZ + INTERVAL 26 HOURS)
ORDER BY channel;
