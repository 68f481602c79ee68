-- reads: outbox; returns: per rule, how many messages that name it were delivered since $week and since $month, about how many stories since $month, how many of these were written for another rule, and when the last one was; how many wait, were given up, or are scheduled (without those that a digest only counts), and for which reason
-- A message names a rule if it was written for the rule, or is sent in the place of one that was. What was sent again as a copy counts once.
WITH copies AS (
    SELECT copy.key
    FROM outbox AS copy
    JOIN outbox AS first USING (rule, channel, kind, subject, story_id, created_at)
    WHERE copy.resent_at IS NOT NULL AND first.key <> copy.key
    AND (first.resent_at IS NULL OR first.resent_at < copy.resent_at)
), written AS (
    SELECT
        o.rule, o.key, o.story_id, t.rule <> o.rule AS is_shared, coalesce(o.told_by, o.key) AS sent_as,
        coalesce(t.state, o.state) AS state, coalesce(t.held, o.held) AS held, coalesce(t.due_at, o.due_at) AS due_at,
        CASE WHEN t.key IS NULL THEN o.settled_at ELSE t.settled_at END AS settled_at,
        o.key IN (FROM copies) AS is_copy
    FROM outbox AS o
    LEFT JOIN outbox AS t ON t.key = o.told_by
)
SELECT
    rule,
    count(DISTINCT sent_as) FILTER (state = 'delivered' AND settled_at >= $week AND NOT is_copy) AS week,
    count(DISTINCT sent_as) FILTER (state = 'delivered' AND settled_at >= $month AND NOT is_copy) AS month,
    count(DISTINCT story_id) FILTER (state = 'delivered' AND settled_at >= $month AND story_id <> '') AS stories,
    count(DISTINCT sent_as) FILTER (state = 'delivered' AND settled_at >= $month AND is_shared AND NOT is_copy) AS shared,
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
