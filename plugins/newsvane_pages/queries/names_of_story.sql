-- reads: article_names, entities; returns: whom these articles name, those in most articles first
SELECT e.entity_id, e.kind, e.name, count(*) AS articles, bool_or(n.is_event_place) AS is_event_place
FROM article_names AS n
JOIN entities AS e ON e.entity_id = n.entity_id
WHERE n.article_id IN (SELECT unnest($articles)) AND n.mentions > 0
GROUP BY ALL
ORDER BY articles DESC, sum(n.mentions) DESC, e.entity_id
LIMIT $limit;
