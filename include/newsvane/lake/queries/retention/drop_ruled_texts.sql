-- reads: ruled_articles; writes: articles
UPDATE articles SET text = NULL, first_text = NULL
WHERE text IS NOT NULL AND article_id IN (
    SELECT article_id FROM ruled_articles WHERE fetched_at < $now - text_days * INTERVAL 1 DAY
);
