-- reads: article_sketches, articles; returns: the ids of the articles of these days that can be compared, earliest first
SELECT article_id FROM article_sketches
WHERE day BETWEEN $since AND $until
    AND article_id IN (SELECT article_id FROM articles WHERE text IS NOT NULL OR len(topics) = 0)
ORDER BY day, article_id;
