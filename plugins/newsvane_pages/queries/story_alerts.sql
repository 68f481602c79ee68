SELECT rule, channel, subject, state, attempts, created_at, settled_at, next_try_at
FROM outbox
WHERE story_id = $story_id OR article_id IN (SELECT article_id FROM coverage WHERE story_id = $story_id)
ORDER BY created_at, rule, channel
LIMIT $limit;
