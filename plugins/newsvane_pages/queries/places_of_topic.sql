-- reads: counted_articles, entities; returns: where the events of articles on a topic happened that were published since a day, the places of the most articles first
WITH counted AS (
    SELECT event_place, count(*) AS articles FROM counted_articles
    WHERE day >= $since AND list_contains(topics, $topic) AND event_place IS NOT NULL
    GROUP BY event_place
)
SELECT e.entity_id, e.name, e.country, e.latitude, e.longitude, c.articles
FROM counted AS c
JOIN entities AS e ON e.entity_id = c.event_place
WHERE e.latitude BETWEEN -90 AND 90 AND e.longitude BETWEEN -180 AND 180
ORDER BY c.articles DESC, e.entity_id
LIMIT $limit;
