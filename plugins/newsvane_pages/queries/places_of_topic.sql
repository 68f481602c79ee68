-- reads: article_names, articles, entities; returns: where the events of articles on a topic happened that were read since a day, the places of the most articles first
SELECT
    e.entity_id, any_value(e.name) AS name, any_value(e.country) AS country, any_value(e.latitude) AS latitude,
    any_value(e.longitude) AS longitude, count(*) AS articles
FROM articles AS a
JOIN article_names AS n ON n.article_id = a.article_id
JOIN entities AS e ON e.entity_id = n.entity_id
WHERE a.fetched_at >= $since::DATE AND list_contains(a.topics, $topic) AND n.is_event_place
    AND e.latitude BETWEEN -90 AND 90 AND e.longitude BETWEEN -180 AND 180
GROUP BY e.entity_id
ORDER BY articles DESC, e.entity_id
LIMIT $limit;
