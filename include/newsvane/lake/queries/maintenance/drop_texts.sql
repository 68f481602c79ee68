-- reads: article_groups, articles, ruled_articles; writes: articles
-- A story keeps its texts until the last of its articles is old enough, because without all texts it could not be
-- compared. Those with a rule of their own are left out here.
UPDATE articles SET text = NULL, first_text = NULL
WHERE text IS NOT NULL AND fetched_at < $before
    AND article_id NOT IN (SELECT article_id FROM ruled_articles WHERE text_days IS NOT NULL)
    AND article_id NOT IN (
        SELECT article_id FROM article_groups
        WHERE story_id IN (
            SELECT story_id FROM article_groups WHERE article_id IN (SELECT article_id FROM articles WHERE fetched_at >= $before)
        )
    );
