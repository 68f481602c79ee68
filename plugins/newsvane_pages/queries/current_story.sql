-- An alert outlives the grouping it was written for: the story that its article belongs to now.
SELECT any_value(g.story_id) AS story_id
FROM outbox AS o
JOIN article_groups AS g ON g.article_id = o.article_id
WHERE o.story_id = $story_id;
