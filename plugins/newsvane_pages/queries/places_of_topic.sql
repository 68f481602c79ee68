-- reads: counted_articles, entities; returns: where the events of articles on a topic happened that were published since a day, the places of the most articles first
-- As in event_places, an article that merely claims to be a translation does not count beside other articles of its story.
WITH located AS (
    SELECT event_place, story_id, is_claim FROM counted_articles
    WHERE day >= $since AND list_contains(topics, $topic) AND event_place IS NOT NULL
), reported AS (
    SELECT story_id FROM counted_articles SEMI JOIN (FROM located WHERE is_claim) AS claims USING (story_id)
    WHERE NOT is_claim AND len(topics) > 0
), counted AS (
    SELECT event_place, count(*) AS articles FROM located
    WHERE NOT is_claim OR story_id NOT IN (FROM reported)
    GROUP BY event_place
)
SELECT e.entity_id, e.name, e.country, e.latitude, e.longitude, c.articles
FROM counted AS c
JOIN entities AS e ON e.entity_id = c.event_place
WHERE e.latitude BETWEEN -90 AND 90 AND e.longitude BETWEEN -180 AND 180
ORDER BY c.articles DESC, e.entity_id
LIMIT $limit;
