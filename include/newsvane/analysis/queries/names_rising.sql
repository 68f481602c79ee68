-- reads: article_names, articles, entities, grouped_articles; returns: the entities that more stories name than usual
-- The rows are those of the view rising_names. No article is read or grouped before its day, so the bounds on fetched_at and
-- grouped_at let DuckLake skip whole files. $last: the day of the latest article on a topic.
WITH read AS (
    SELECT
        a.article_id, coalesce(g.story_id, a.article_id) AS story_id,
        least(a.published_at, a.fetched_at) >= $last::DATE - 6 AS is_new
    FROM articles AS a
    LEFT JOIN grouped_articles AS g ON g.article_id = a.article_id AND g.grouped_at >= $since::DATE
    WHERE a.fetched_at >= $since::DATE AND len(a.topics) > 0
        AND least(a.published_at, a.fetched_at) >= $since::DATE
), counted AS (
    SELECT
        n.entity_id, count(DISTINCT r.story_id) FILTER (r.is_new) AS stories,
        count(DISTINCT r.story_id) FILTER (NOT r.is_new) / 4 AS per_week
    FROM article_names AS n
    JOIN read AS r ON r.article_id = n.article_id
    WHERE n.mentions > 0 AND n.fetched_at >= $since::DATE
    GROUP BY n.entity_id
), growth AS (
    SELECT greatest(
        1, 4 * count(DISTINCT story_id) FILTER (is_new) / nullif(count(DISTINCT story_id) FILTER (NOT is_new), 0)
    ) AS factor
    FROM read
), compared AS (
    SELECT c.entity_id, c.stories, c.per_week * g.factor AS usual FROM counted AS c CROSS JOIN growth AS g
)
SELECT c.entity_id, e.kind, e.name, c.stories, round(c.usual, 1) AS usual, round((c.stories + 1) / (c.usual + 1), 2) AS ratio
FROM compared AS c
JOIN entities AS e ON e.entity_id = c.entity_id
WHERE c.stories >= 3 AND c.stories > 2 * c.usual AND ($kind IS NULL OR e.kind = $kind)
ORDER BY ratio DESC, c.stories DESC, c.entity_id
LIMIT $limit;
