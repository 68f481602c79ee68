-- reads: article_names, entities; returns: whom an article names, those that it names most first, and where its event happened
SELECT e.entity_id, e.kind, e.name, n.mentions, n.is_event_place
FROM article_names AS n
JOIN entities AS e ON e.entity_id = n.entity_id
WHERE n.fetched_at = $read_at AND n.article_id = $article
ORDER BY n.mentions DESC, e.entity_id
LIMIT $limit;
