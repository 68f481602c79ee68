-- reads: deliveries, outbox; returns: the messages to send to a channel now, in the order in which they may be sent
-- A time after $plausible_until was written by a clock that has been set back since, and is ignored.
-- A message that may have arrived waits until $visible_after seconds after that attempt, however it became due.
WITH resting AS (
    SELECT max(rest_until) FILTER (rest_until < $plausible_until) AS rest_until
    FROM deliveries
    WHERE channel = $channel AND attempted_at > $attempted_since
), pending AS (
    SELECT
        outbox.*,
        attempts - coalesce(resent_after, 0) AS tries,
        coalesce(resent_at, created_at) AS since
    FROM outbox
    WHERE
        channel = $channel
        AND state = 'pending'
), unsure AS (
    SELECT
        key, min(attempted_at) AS unsure_since,
        max(attempted_at) FILTER (attempted_at <= $now) + to_seconds($visible_after) AS visible_at
    FROM deliveries
    SEMI JOIN pending USING (key)
    WHERE unsure
    GROUP BY key
), due AS (
    SELECT
        pending.*, unsure_since,
        greatest(if(next_try_at > $plausible_until, NULL, next_try_at), rest_until, visible_at) AS not_before
    FROM pending LEFT JOIN unsure USING (key), resting
)
FROM due
WHERE not_before IS NULL OR not_before <= $now
ORDER BY not_before NULLS FIRST, created_at, key
LIMIT $limit;
