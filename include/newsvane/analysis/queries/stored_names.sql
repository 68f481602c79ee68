-- reads: article_names, entities; returns: whom some articles name, without places that are only where the event happened
SELECT n.article_id, n.entity_id, e.kind, e.name, e.known
FROM article_names AS n
JOIN entities AS e ON e.entity_id = n.entity_id
WHERE n.mentions > 0 AND n.article_id IN (SELECT unnest($articles::VARCHAR[]));
