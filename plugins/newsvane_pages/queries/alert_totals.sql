-- reads: outbox; returns: per section the number of subjects, as in alert_list, how many of them are stories, the number of messages that are sent about them by themselves or for another rule, and their channels; without messages that a digest only counts
WITH messages AS (
    SELECT
        o.kind, o.channel, o.story_id, coalesce(t.state, o.state) AS state,
        CASE WHEN o.told_by IS NULL OR t.kind NOT IN ('digest', 'feed') THEN coalesce(o.told_by, o.key) END AS sent_as,
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
        END AS section,
        bool_or(kind <> 'digest' AND story_id <> '') AS is_story,
        count(DISTINCT sent_as) AS messages, list(DISTINCT channel) FILTER (sent_as IS NOT NULL) AS channels
    FROM messages
    GROUP BY about
)
SELECT
    section, count(*) AS number, count(*) FILTER (is_story) AS stories, sum(messages)::BIGINT AS messages,
    list_distinct(flatten(list(channels) FILTER (channels IS NOT NULL))) AS channels
FROM subjects
GROUP BY section;
