-- reads: outbox; returns: the messages about a story or its articles, each with all rules that it was sent for; without those that a digest only counts
-- A message that is not sent because one of another rule says the same only adds its rule.
WITH messages AS (
    SELECT o.*, coalesce(t.key, o.key) AS sent_as
    FROM outbox AS o
    LEFT JOIN outbox AS t ON t.key = o.told_by AND t.kind <> 'digest'
    WHERE (o.story_id = $story_id OR list_contains($articles, o.article_id)) AND o.held <> 'flood'
)
SELECT
    sent_as, channel, list(DISTINCT rule ORDER BY rule) AS rules, arg_min(subject, key <> sent_as) AS subject,
    arg_min(state, key <> sent_as) AS state, min(created_at) AS created_at, max(settled_at) AS settled_at
FROM messages
GROUP BY sent_as, channel
ORDER BY min(created_at), channel, sent_as
LIMIT $limit;
