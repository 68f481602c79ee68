-- reads: articles; writes: neighbours
-- Translations are found at any distance in time.
INSERT INTO neighbours
SELECT article_id FROM articles
WHERE translation_source_canonical IS NOT NULL
    AND translation_source_canonical IN (SELECT unnest($canonical_urls::VARCHAR[]));
