-- reads: articles; returns: the ids of these articles that are stored, with fetched_at
SELECT article_id, fetched_at FROM articles WHERE article_id IN (SELECT unnest($article_ids::VARCHAR[]));
