-- reads: articles; returns: ids of articles on topic with a text that were read in a span, all or those without names
SELECT article_id FROM articles
WHERE len(topics) > 0 AND text IS NOT NULL AND fetched_at >= $since AND fetched_at < $until
    AND ($everything OR name_keys IS NULL)
ORDER BY fetched_at, article_id;
