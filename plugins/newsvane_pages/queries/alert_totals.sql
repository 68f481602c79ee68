-- reads: outbox; returns: the number of subjects in each section, as in alert_list; without messages that a digest only counts
WITH messages AS (
    SELECT
        o.kind, coalesce(t.state, o.state) AS state,
        CASE
            WHEN o.kind <> 'digest' AND o.story_id <> '' THEN o.story_id
            ELSE concat_ws('\0', o.rule, o.kind, o.subject, epoch_us(o.created_at))
        END AS about
    FROM outbox AS o
    LEFT JOIN outbox AS t ON t.key = o.told_by
    WHERE o.held <> 'flood' AND ($rule = '' OR o.rule = $rule) AND ($channel = '' OR o.channel = $channel)
        AND NOT coalesce(t.kind IN ('digest', 'feed') AND t.state <> 'delivered', false)
), subjects AS (
    SELECT
        CASE
            WHEN bool_or(state = 'dead') THEN 'dead'
            WHEN bool_or(state = 'pending') THEN 'pending'
            WHEN bool_or(state = 'held') THEN 'held'
            WHEN bool_or(kind = 'digest') THEN 'digest'
            ELSE 'delivered'
        END AS section
    FROM messages
    GROUP BY about
)
SELECT section, count(*) AS number FROM subjects GROUP BY section;
