-- reads: deliveries, outbox; returns: the latest messages of each state, each with the channel's last response; without those that a digest only counts
WITH latest AS (
    SELECT key, rule, channel, story_id, feed_id, len(covers) AS covers, subject, state, attempts, created_at, next_try_at, settled_at,
        kind, held, due_at, outlet
    FROM outbox
    WHERE held <> 'flood'
    QUALIFY row_number() OVER (PARTITION BY state ORDER BY coalesce(settled_at, created_at) DESC, key) <= $limit
), said AS (
    SELECT key, arg_max(reason, attempt) AS reason, arg_max(detail, attempt) AS detail
    FROM deliveries
    SEMI JOIN latest USING (key)
    GROUP BY key
)
SELECT latest.*, said.reason, said.detail
FROM latest
LEFT JOIN said USING (key)
ORDER BY coalesce(settled_at, created_at) DESC, key;
