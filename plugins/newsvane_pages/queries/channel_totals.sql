-- reads: deliveries, outbox; returns: per channel, its last attempts with and without success, its last address, how many messages wait, are scheduled or were given up, and how many were delivered since $week and since $month
WITH attempts AS (
    SELECT
        channel,
        max(attempted_at) FILTER (ok) AS succeeded_at,
        arg_max(key, attempted_at) FILTER (ok) AS succeeded,
        max(attempted_at) FILTER (NOT ok) AS failed_at,
        arg_max(key, attempted_at) FILTER (NOT ok) AS failed,
        arg_max(reason, attempted_at) FILTER (NOT ok) AS reason,
        arg_max(detail, attempted_at) FILTER (NOT ok) AS detail,
        max(rest_until) AS rest_until,
        arg_max(address, attempted_at) FILTER (address <> '') AS address
    FROM deliveries
    GROUP BY channel
), messages AS (
    SELECT
        channel,
        count(*) FILTER (state = 'delivered' AND settled_at >= $week) AS week,
        count(*) FILTER (state = 'delivered' AND settled_at >= $month) AS month,
        count(*) FILTER (state = 'pending') AS pending,
        min(greatest(coalesce(resent_at, created_at), due_at)) FILTER (state = 'pending') AS waiting_since,
        count(*) FILTER (state = 'held') AS held,
        count(*) FILTER (state = 'dead') AS dead
    FROM outbox
    GROUP BY channel
)
SELECT * FROM messages LEFT JOIN attempts USING (channel);
