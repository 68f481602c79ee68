-- reads: entities, names_of_articles; returns: where the events of articles happened, a row per article with a known place
SELECT n.article_id, e.entity_id, e.name, e.country, e.latitude, e.longitude
FROM names_of_articles AS n
JOIN entities AS e ON e.entity_id = n.entity_id
WHERE n.is_event_place AND e.latitude BETWEEN -90 AND 90 AND e.longitude BETWEEN -180 AND 180
ORDER BY n.article_id;
