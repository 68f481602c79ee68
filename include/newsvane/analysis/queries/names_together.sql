-- reads: article_names, entities, mentions; returns: the entities that most stories of some days name together with one
-- No article is read before its day, so the bound on fetched_at lets DuckLake skip whole files.
WITH counted AS (
    SELECT other.entity_id, count(DISTINCT one.story_id) AS stories, count(*) AS articles, max(one.day) AS last_day
    FROM article_names AS other
    JOIN (FROM mentions WHERE mentions > 0 AND day >= $since) AS one ON one.article_id = other.article_id
    WHERE other.entity_id <> $entity_id AND other.mentions > 0 AND other.fetched_at >= $since::DATE
    GROUP BY other.entity_id
)
SELECT c.entity_id, e.kind, e.name, c.stories, c.articles, c.last_day
FROM counted AS c
JOIN entities AS e ON e.entity_id = c.entity_id
WHERE $kind IS NULL OR e.kind = $kind
ORDER BY c.stories DESC, c.articles DESC, c.entity_id
LIMIT $limit;
