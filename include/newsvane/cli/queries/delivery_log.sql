-- reads: deliveries, outbox; returns: messages of this time, newest first, each with every attempt to deliver it; without those that a digest only counts
WITH listed AS (
    SELECT key, rule, channel, subject, state, created_at, next_try_at, settled_at, resent_at, held, due_at, outlet, told_by
    FROM outbox
    WHERE
        coalesce(settled_at, created_at) >= $since
        AND held <> 'flood'
        AND ($state IS NULL OR state = $state)
        AND ($channel IS NULL OR channel = $channel)
    ORDER BY coalesce(settled_at, created_at) DESC, key
    LIMIT $limit
), tried AS (
    SELECT key, list({
        'attempt': attempt, 'at': attempted_at, 'ok': ok, 'reason': reason, 'detail': detail,
        'may_have_arrived': coalesce(unsure, false), 'address': address
    } ORDER BY attempt) AS tries
    FROM deliveries SEMI JOIN listed USING (key)
    GROUP BY key
)
SELECT listed.*, tries
FROM listed LEFT JOIN tried USING (key)
ORDER BY coalesce(settled_at, created_at) DESC, key;
