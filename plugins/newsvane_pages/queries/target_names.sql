-- reads: articles, feeds, outbox, quarantine; returns: what targets of actions are, and their names: the subject of a message, the title of a feed or an article; "" if an article has none
WITH named AS (
    SELECT 'message' AS what, key AS target, subject AS name FROM outbox WHERE list_contains($targets::VARCHAR[], key)
    UNION ALL
    SELECT 'feed', feed_id, title FROM feeds WHERE list_contains($targets::VARCHAR[], feed_id)
    UNION ALL
    SELECT 'article', article_id, title FROM articles WHERE list_contains($targets::VARCHAR[], article_id)
    UNION ALL
    SELECT 'article', article_id, title FROM quarantine WHERE list_contains($targets::VARCHAR[], article_id)
)
SELECT what, target, max(name) AS name FROM named WHERE name <> '' OR what = 'article' GROUP BY what, target;
