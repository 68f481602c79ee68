-- reads: acts, deliveries, outbox; returns: the channels whose latest attempts all failed: since when, how many, what the last one said, and how many messages wait
-- A test message that was sent by hand is a success, too. It is not in deliveries.
WITH success AS (
    FROM deliveries SELECT channel, attempted_at AS succeeded_at WHERE ok
    UNION ALL
    FROM acts SELECT target, done_at WHERE kind = 'test_channel' AND state = 'done'
), last_success AS (
    FROM success SELECT channel, max(succeeded_at) AS succeeded_at GROUP BY channel
), failing AS (
    SELECT d.channel, min(d.attempted_at) AS since, count(*) AS attempts, arg_max(d.detail, d.attempted_at) AS detail
    FROM deliveries AS d LEFT JOIN last_success AS s ON s.channel = d.channel
    WHERE NOT d.ok AND (s.succeeded_at IS NULL OR d.attempted_at > s.succeeded_at)
    GROUP BY d.channel
), pending AS (
    FROM outbox SELECT channel, count(*) AS waiting WHERE state = 'pending' GROUP BY channel
)
SELECT f.*, coalesce(p.waiting, 0) AS waiting
FROM failing AS f LEFT JOIN pending AS p ON p.channel = f.channel
ORDER BY f.since, f.channel;
