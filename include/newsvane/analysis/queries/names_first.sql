-- reads: named_entities, articles; returns: the entities that were named for the first time since a day
SELECT
    e.entity_id, e.kind, e.name, e.first_named_at, e.first_outlet AS outlet, e.articles, e.first_article_id AS article_id,
    a.title
FROM named_entities AS e
JOIN articles AS a ON a.article_id = e.first_article_id
WHERE e.first_named_at >= $since AND ($kind IS NULL OR e.kind = $kind)
ORDER BY e.first_named_at DESC, e.entity_id
LIMIT $limit;
