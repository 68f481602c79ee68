-- reads: outbox; returns: per rule, how many messages were delivered since $week and since $month, and when the last one was; how many wait, were given up, are scheduled (without those that a digest only counts) and for which reason, or were not sent because of another rule
-- Of the messages that another rule's message stands for, those are counted that were written since $month.
WITH messages AS (
    SELECT o.rule, o.state, o.held, o.due_at, o.created_at, o.settled_at, t.rule <> o.rule AS is_told_elsewhere
    FROM outbox AS o
    LEFT JOIN outbox AS t ON t.key = o.told_by
)
SELECT
    rule,
    count(*) FILTER (state = 'delivered' AND settled_at >= $week) AS week,
    count(*) FILTER (state = 'delivered' AND settled_at >= $month) AS month,
    max(settled_at) FILTER (state = 'delivered') AS sent_at,
    count(*) FILTER (state = 'pending') AS pending,
    count(*) FILTER (state = 'dead') AS dead,
    count(*) FILTER (state = 'held' AND held <> 'flood') AS held,
    count(*) FILTER (state = 'held' AND held = 'quiet') AS quiet,
    count(*) FILTER (state = 'held' AND held = 'digest') AS digest,
    count(*) FILTER (state = 'held' AND held IN ('cap', 'share', 'flood')) AS capped,
    min(due_at) FILTER (state = 'held') AS due_at,
    count(*) FILTER (is_told_elsewhere AND created_at >= $month) AS told_elsewhere
FROM messages
GROUP BY rule;
