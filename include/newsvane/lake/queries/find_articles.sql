SELECT article_id, fetched_at FROM articles WHERE article_id IN (SELECT unnest($article_ids::VARCHAR[]));
