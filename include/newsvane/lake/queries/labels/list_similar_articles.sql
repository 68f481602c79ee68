-- reads: articles; returns: the ids of articles that differ from an id in at most two characters, the closest first
SELECT article_id
FROM articles
WHERE levenshtein(article_id, $id) <= 2
ORDER BY levenshtein(article_id, $id), article_id
LIMIT 3;
