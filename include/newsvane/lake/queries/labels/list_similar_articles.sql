-- reads: articles; returns: the ids of articles that differ from an id in at most two characters, the closest first
SELECT article_id
FROM articles
WHERE length(article_id) BETWEEN length($id) - 2 AND length($id) + 2
    AND (left(article_id, 8) = left($id, 8) OR right(article_id, 8) = right($id, 8))
    AND levenshtein(article_id, $id) <= 2
ORDER BY levenshtein(article_id, $id), article_id
LIMIT 3;
