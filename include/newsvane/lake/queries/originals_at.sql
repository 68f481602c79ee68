INSERT INTO alike
SELECT article_id FROM articles WHERE canonical_url IN (SELECT unnest($canonical_urls::VARCHAR[]));
