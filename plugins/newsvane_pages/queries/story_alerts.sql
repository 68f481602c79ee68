-- reads: outbox; returns: the messages about a story or its articles
SELECT rule, channel, subject, state, attempts, created_at, settled_at, next_try_at
FROM outbox
WHERE story_id = $story_id OR list_contains($articles, article_id)
ORDER BY created_at, rule, channel
LIMIT $limit;
