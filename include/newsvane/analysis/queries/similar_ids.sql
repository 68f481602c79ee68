-- reads: articles, stories; returns: the ids of articles and stories that differ from an id in at most two characters, the closest first
SELECT id
FROM (SELECT story_id AS id FROM stories UNION ALL SELECT article_id FROM articles)
WHERE levenshtein(id, $id) <= 2
ORDER BY levenshtein(id, $id), id
LIMIT 3;
