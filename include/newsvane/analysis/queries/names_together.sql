-- reads: article_names, coverage, entities; returns: the entities that most stories of some days name together with one
SELECT
    other.entity_id, e.kind, e.name, count(DISTINCT c.story_id) AS stories, count(*) AS articles, max(c.day) AS last_day
FROM article_names AS one
JOIN article_names AS other ON other.article_id = one.article_id AND other.entity_id <> one.entity_id
JOIN coverage AS c ON c.article_id = one.article_id
JOIN entities AS e ON e.entity_id = other.entity_id
WHERE one.entity_id = $entity_id AND one.mentions > 0 AND other.mentions > 0 AND ($kind IS NULL OR e.kind = $kind)
    AND c.day BETWEEN $since AND $until
GROUP BY other.entity_id, e.kind, e.name
ORDER BY stories DESC, articles DESC, other.entity_id
LIMIT $limit;
