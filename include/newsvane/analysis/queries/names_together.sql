-- reads: entities, named_together; returns: the entities that most stories name together with one
SELECT t.other_id AS entity_id, e.kind, e.name, t.stories, t.articles, t.last_day
FROM named_together AS t
JOIN entities AS e ON e.entity_id = t.other_id
WHERE t.entity_id = $entity_id AND ($kind IS NULL OR e.kind = $kind)
ORDER BY t.stories DESC, t.articles DESC, t.other_id
LIMIT $limit;
