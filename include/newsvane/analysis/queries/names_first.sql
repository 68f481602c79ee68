-- reads: named_entities, articles; returns: the entities that were named for the first time since a day, each outlet in turn
WITH newly_named AS (
    SELECT *, row_number() OVER (PARTITION BY first_outlet ORDER BY first_named_at DESC, entity_id) AS turn
    FROM named_entities
    WHERE first_named_at >= $since AND ($kind IS NULL OR kind = $kind)
    ORDER BY turn, first_named_at DESC, entity_id
    LIMIT $limit
)
SELECT
    e.entity_id, e.kind, e.name, e.first_named_at, e.first_outlet AS outlet, e.articles, e.first_article_id AS article_id,
    a.title
FROM newly_named AS e
JOIN articles AS a ON a.article_id = e.first_article_id
ORDER BY e.first_named_at DESC, e.entity_id;
