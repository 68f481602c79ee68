-- reads: articles; returns: these articles, whole rows
SELECT * FROM articles
WHERE fetched_at BETWEEN $first AND $last AND article_id IN (SELECT unnest($article_ids::VARCHAR[]));
