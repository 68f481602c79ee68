-- reads: outbox; returns: the channels with messages to send now
SELECT DISTINCT channel
FROM outbox
WHERE
    state = 'pending'
    AND (next_try_at IS NULL OR next_try_at <= $now OR next_try_at > $plausible_until)
ORDER BY channel;
