-- Translations that declare one of these as their original, however far away in time.
INSERT INTO alike
SELECT article_id FROM articles
WHERE translation_source_canonical IS NOT NULL
    AND translation_source_canonical IN (SELECT unnest($canonical_urls::VARCHAR[]));
