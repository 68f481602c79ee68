-- reads: acts, deliveries, outbox; returns: the channels whose latest attempts all failed: since when, how many, what the last one said, and how many messages wait
-- A test message that was sent by hand counts like any other. It is not in deliveries.
WITH attempt AS (
    FROM deliveries SELECT channel, attempted_at, ok, detail
    UNION ALL
    FROM acts SELECT target, done_at, state = 'done', words WHERE kind = 'test_channel'
), last_success AS (
    FROM attempt SELECT channel, max(attempted_at) AS succeeded_at WHERE ok GROUP BY channel
), failing AS (
    SELECT a.channel, min(a.attempted_at) AS since, count(*) AS attempts, arg_max(a.detail, a.attempted_at) AS detail
    FROM attempt AS a LEFT JOIN last_success AS s ON s.channel = a.channel
    WHERE NOT a.ok AND (s.succeeded_at IS NULL OR a.attempted_at > s.succeeded_at)
    GROUP BY a.channel
), pending AS (
    FROM outbox SELECT channel, count(*) AS waiting WHERE state = 'pending' GROUP BY channel
)
SELECT f.*, coalesce(p.waiting, 0) AS waiting
FROM failing AS f LEFT JOIN pending AS p ON p.channel = f.channel
ORDER BY f.since, f.channel;
