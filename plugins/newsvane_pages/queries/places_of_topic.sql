-- reads: article_names, entities, topic_articles; returns: where the events of articles on a topic happened that were published since a day, the places of the most articles first
-- No article is read before it is published, so the bound on fetched_at lets DuckLake skip whole files.
WITH counted AS (
    SELECT n.entity_id, count(*) AS articles
    FROM article_names AS n
    SEMI JOIN topic_articles AS a ON a.article_id = n.article_id
    WHERE n.is_event_place AND n.fetched_at >= $since::DATE
    GROUP BY n.entity_id
)
SELECT e.entity_id, e.name, e.country, e.latitude, e.longitude, c.articles
FROM counted AS c
JOIN entities AS e ON e.entity_id = c.entity_id
WHERE e.latitude BETWEEN -90 AND 90 AND e.longitude BETWEEN -180 AND 180
ORDER BY c.articles DESC, e.entity_id
LIMIT $limit;
