-- reads: article_names, entities, mentions; returns: the entities that most stories of some days name together with one
SELECT
    other.entity_id, e.kind, e.name, count(DISTINCT one.story_id) AS stories, count(*) AS articles, max(one.day) AS last_day
FROM mentions AS one
JOIN article_names AS other ON other.article_id = one.article_id
JOIN entities AS e ON e.entity_id = other.entity_id
WHERE other.entity_id <> $entity_id AND one.mentions > 0 AND other.mentions > 0 AND ($kind IS NULL OR e.kind = $kind)
    AND one.day >= $since
GROUP BY other.entity_id, e.kind, e.name
ORDER BY stories DESC, articles DESC, other.entity_id
LIMIT $limit;
