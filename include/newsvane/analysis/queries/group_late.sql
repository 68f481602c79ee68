-- reads: article_groups, nearby_articles; writes: nearby_articles
-- The stories of articles that were grouped after $grouped_until: they were grouped again, or landed late.
UPDATE nearby_articles SET story_id = g.story_id, copy_of = g.copy_of
FROM (
    FROM article_groups
    WHERE grouped_at > $grouped_until AND article_id IN (SELECT article_id FROM nearby_articles WHERE story_id IS NULL)
) AS g
WHERE g.article_id = nearby_articles.article_id;
