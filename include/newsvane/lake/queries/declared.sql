INSERT INTO alike
SELECT article_id FROM articles
WHERE canonical_url IN (SELECT unnest($source_urls::VARCHAR[]))
    OR translation_source_canonical IN (SELECT unnest($canonical_urls::VARCHAR[]));
