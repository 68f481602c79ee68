-- reads: outbox; returns: the messages about a story or its articles, without those that a digest only counts
SELECT rule, channel, subject, state, attempts, created_at, settled_at, next_try_at
FROM outbox
WHERE (story_id = $story_id OR list_contains($articles, article_id)) AND held <> 'flood'
ORDER BY created_at, rule, channel
LIMIT $limit;
