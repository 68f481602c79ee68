-- reads: article_groups, outbox; returns: the story that the article of an alert belongs to now
-- An alert outlives the grouping it was written for, because stories merge and split.
SELECT any_value(g.story_id) AS story_id
FROM outbox AS o
JOIN article_groups AS g ON g.article_id = o.article_id
WHERE o.story_id = $story_id;
