-- reads: article_names, articles, entities, grouped_articles; returns: the entities that most stories of some days name
-- The rows are those of name_mentions. No article is read or grouped before it is published, so the bounds on fetched_at and
-- grouped_at let DuckLake skip whole files.
WITH read AS (
    SELECT a.article_id, a.outlet, a.language, coalesce(g.story_id, a.article_id) AS story_id
    FROM articles AS a
    LEFT JOIN grouped_articles AS g ON g.article_id = a.article_id AND g.grouped_at >= $since::DATE
    WHERE a.fetched_at >= $since::DATE AND len(a.topics) > 0 AND ($topic IS NULL OR list_contains(a.topics, $topic))
        AND least(a.published_at, a.fetched_at) >= $since::DATE AND least(a.published_at, a.fetched_at) < $until::DATE + 1
), counted AS (
    SELECT
        n.entity_id, count(DISTINCT r.story_id) AS stories, count(*) AS articles, count(DISTINCT r.outlet) AS outlets,
        list_sort(list(DISTINCT r.language)) AS languages
    FROM article_names AS n
    JOIN read AS r ON r.article_id = n.article_id
    WHERE n.mentions > 0 AND n.fetched_at >= $since::DATE
    GROUP BY n.entity_id
)
SELECT c.entity_id, e.kind, e.name, c.stories, c.articles, c.outlets, c.languages
FROM counted AS c
JOIN entities AS e ON e.entity_id = c.entity_id
WHERE $kind IS NULL OR e.kind = $kind
ORDER BY c.stories DESC, c.articles DESC, c.entity_id
LIMIT $limit;
