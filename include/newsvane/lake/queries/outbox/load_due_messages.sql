-- reads: deliveries, outbox; returns: the messages to send to a channel now, in the order in which they may be sent
-- A time after $plausible_until was written by a clock that has been set back since, and is ignored.
WITH resting AS (
    SELECT max(rest_until) FILTER (rest_until < $plausible_until) AS rest_until
    FROM deliveries
    WHERE channel = $channel AND attempted_at > $attempted_since
), due AS (
    SELECT
        outbox.*,
        attempts - coalesce(resent_after, 0) AS tries,
        coalesce(resent_at, created_at) AS since,
        greatest(if(next_try_at > $plausible_until, NULL, next_try_at), rest_until) AS not_before
    FROM outbox, resting
    WHERE
        channel = $channel
        AND state = 'pending'
), unsure AS (
    SELECT key, min(attempted_at) AS unsure_since
    FROM deliveries
    SEMI JOIN due USING (key)
    WHERE unsure
    GROUP BY key
)
SELECT due.*, unsure_since
FROM due LEFT JOIN unsure USING (key)
WHERE not_before IS NULL OR not_before <= $now
ORDER BY not_before NULLS FIRST, created_at, key
LIMIT $limit;
