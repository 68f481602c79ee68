-- reads: article_names, articles, entities, ordered_articles; returns: the entities that were named for the first time since a time, each outlet in turn
-- An entity is new if all articles that name it were reported since then. None is read before it is reported, so the bound
-- on fetched_at lets DuckLake skip whole files.
WITH read AS (
    SELECT article_id, outlet, reported_at, fetched_at
    FROM ordered_articles
    WHERE fetched_at >= $since AND reported_at >= $since AND len(topics) > 0
), counted AS (
    SELECT
        n.entity_id, count(r.article_id) AS articles, min(r.reported_at) AS first_named_at,
        arg_min(r.outlet, (r.reported_at, r.article_id)) AS outlet,
        arg_min(r.article_id, (r.reported_at, r.article_id)) AS article_id
    FROM article_names AS n
    LEFT JOIN read AS r ON r.article_id = n.article_id
    WHERE n.mentions > 0
    GROUP BY n.entity_id
    HAVING count(*) = count(r.article_id)
), newly_named AS (
    SELECT c.*, e.kind, e.name, row_number() OVER (PARTITION BY c.outlet ORDER BY c.first_named_at DESC, c.entity_id) AS turn
    FROM counted AS c
    JOIN entities AS e ON e.entity_id = c.entity_id
    WHERE $kind IS NULL OR e.kind = $kind
    ORDER BY turn, c.first_named_at DESC, c.entity_id
    LIMIT $limit
)
SELECT e.entity_id, e.kind, e.name, e.first_named_at, e.outlet, e.articles, e.article_id, a.title
FROM newly_named AS e
JOIN articles AS a ON a.article_id = e.article_id AND a.fetched_at >= $since
ORDER BY e.first_named_at DESC, e.entity_id;
