-- reads: entities, names_of_articles; returns: whom articles name, those in most of them first
SELECT e.entity_id, e.kind, e.name, count(*) AS articles, bool_or(n.is_event_place) AS is_event_place
FROM names_of_articles AS n
JOIN entities AS e ON e.entity_id = n.entity_id
WHERE n.mentions > 0
GROUP BY ALL
ORDER BY articles DESC, sum(n.mentions) DESC, e.entity_id
LIMIT $limit;
