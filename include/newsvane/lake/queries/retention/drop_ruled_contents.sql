-- reads: ruled_articles; writes: entries
UPDATE entries SET content = NULL
WHERE content IS NOT NULL AND article_id IN (
    SELECT article_id FROM ruled_articles WHERE fetched_at < $now - text_days * INTERVAL 1 DAY
);
