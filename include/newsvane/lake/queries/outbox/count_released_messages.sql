-- reads: outbox; returns: the number of messages released for sending after $since, per rule, channel and outlet
-- A scheduled message was released at its due_at. Times after $until are from a wrong clock and are not counted.
SELECT rule, channel, outlet, count(*) AS messages
FROM outbox
WHERE state NOT IN ('held', 'folded') AND coalesce(due_at, created_at) > $since AND coalesce(due_at, created_at) <= $until
GROUP BY ALL;
