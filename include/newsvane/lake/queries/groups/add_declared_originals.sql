-- reads: articles; writes: neighbours
INSERT INTO neighbours
SELECT article_id FROM articles WHERE canonical_url IN (SELECT unnest($canonical_urls::VARCHAR[]));
