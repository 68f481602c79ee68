-- reads: outbox; returns: per rule, how many messages that name it were delivered since $week and since $month, about how many stories since $month, how many of these were written for another rule, and when the last one was; how many wait, were given up, or are scheduled (without those that a digest only counts), and for which reason
-- A message names a rule if it was written for the rule, or is sent in the place of one that was.
WITH written AS (
    SELECT
        o.rule, o.key, o.story_id, t.rule <> o.rule AS is_shared, coalesce(o.told_by, o.key) AS sent_as,
        coalesce(t.state, o.state) AS state, coalesce(t.held, o.held) AS held, coalesce(t.due_at, o.due_at) AS due_at,
        CASE WHEN t.key IS NULL THEN o.settled_at ELSE t.settled_at END AS settled_at
    FROM outbox AS o
    LEFT JOIN outbox AS t ON t.key = o.told_by
)
SELECT
    rule,
    count(DISTINCT sent_as) FILTER (state = 'delivered' AND settled_at >= $week) AS week,
    count(DISTINCT sent_as) FILTER (state = 'delivered' AND settled_at >= $month) AS month,
    count(DISTINCT story_id) FILTER (state = 'delivered' AND settled_at >= $month AND story_id <> '') AS stories,
    count(DISTINCT sent_as) FILTER (state = 'delivered' AND settled_at >= $month AND is_shared) AS shared,
    max(settled_at) FILTER (state = 'delivered') AS sent_at,
    count(DISTINCT sent_as) FILTER (state = 'pending') AS pending,
    count(DISTINCT sent_as) FILTER (state = 'dead') AS dead,
    count(DISTINCT sent_as) FILTER (state = 'held' AND held <> 'flood') AS held,
    count(DISTINCT sent_as) FILTER (state = 'held' AND held = 'quiet') AS quiet,
    count(DISTINCT sent_as) FILTER (state = 'held' AND held = 'digest') AS digest,
    count(DISTINCT sent_as) FILTER (state = 'held' AND held IN ('cap', 'share', 'flood')) AS capped,
    min(due_at) FILTER (state = 'held') AS due_at
FROM written
GROUP BY rule;
