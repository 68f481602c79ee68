-- reads: deliveries, outbox; returns: the messages about some subjects, the latest subject first, each with `matching`, the number of subjects; without those that a digest only counts
-- A subject is a story, or else what was written at once for a rule. It is found by its messages for $rule and to $channel; $state is a section.
-- `is_told_here`: another message on the same subject says the same. A message in a digest has the state of the digest,
-- and is left out until that is delivered. `in_digest`: the subject of the digest, whose key is `told_by`.
WITH messages AS (
    SELECT
        o.key, o.rule, o.channel, o.kind, o.created_at, coalesce(t.state, o.state) AS state,
        CASE WHEN t.kind = 'digest' THEN coalesce(t.settled_at, o.settled_at) ELSE o.settled_at END AS settled_at,
        CASE
            WHEN o.kind <> 'digest' AND o.story_id <> '' THEN o.story_id
            ELSE concat_ws('\0', o.rule, o.kind, o.subject, epoch_us(o.created_at))
        END AS about
    FROM outbox AS o
    LEFT JOIN outbox AS t ON t.key = o.told_by
    WHERE o.held <> 'flood' AND NOT coalesce(t.kind IN ('digest', 'feed') AND t.state <> 'delivered', false)
), subjects AS (
    SELECT
        about,
        CASE
            WHEN bool_or(state = 'dead') THEN 'dead'
            WHEN bool_or(state = 'pending') THEN 'pending'
            WHEN bool_or(state = 'held') THEN 'held'
            WHEN bool_or(kind = 'digest') THEN 'digest'
            ELSE 'delivered'
        END AS section,
        max(coalesce(settled_at, created_at)) AS latest
    FROM messages
    WHERE ($rule = '' OR rule = $rule) AND ($channel = '' OR channel = $channel)
    GROUP BY about
), chosen AS (
    SELECT about, section, latest, count(*) OVER () AS matching
    FROM subjects
    WHERE $state = '' OR section = $state
    ORDER BY latest DESC, about
    LIMIT $limit OFFSET $offset
), shown AS (
    SELECT key, state, settled_at, about, section, latest, matching FROM messages JOIN chosen USING (about)
), said AS (
    SELECT key, arg_max(reason, attempt) AS reason, arg_max(detail, attempt) AS detail
    FROM deliveries
    SEMI JOIN shown ON shown.key = deliveries.key
    GROUP BY key
)
SELECT
    shown.*, o.rule, o.channel, o.story_id, o.article_id, o.feed_id, o.kind, o.subject, o.body, o.outlet, o.held,
    o.attempts, o.created_at, o.next_try_at, len(o.covers) AS covers, o.told_by,
    coalesce(t.due_at, o.due_at) AS due_at, said.reason, said.detail,
    CASE WHEN t.kind IN ('digest', 'feed') THEN t.subject END AS in_digest,
    o.told_by IS NOT NULL AND t.kind NOT IN ('digest', 'feed') AS is_told_here
FROM shown
JOIN outbox AS o ON o.key = shown.key
LEFT JOIN outbox AS t ON t.key = o.told_by
LEFT JOIN said ON said.key = shown.key
ORDER BY shown.latest DESC, shown.about, is_told_here, o.created_at DESC, o.channel, o.key;
