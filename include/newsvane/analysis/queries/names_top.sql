-- reads: name_mentions; returns: the entities that most stories of some days name
SELECT
    entity_id, any_value(kind) AS kind, any_value(name) AS name, count(DISTINCT story_id) AS stories, count(*) AS articles,
    count(DISTINCT outlet) AS outlets, list_sort(list_distinct(list(language))) AS languages
FROM name_mentions
WHERE day BETWEEN $since AND $until AND mentions > 0 AND ($kind IS NULL OR kind = $kind)
    AND ($topic IS NULL OR list_contains(topics, $topic))
GROUP BY entity_id
ORDER BY stories DESC, articles DESC, entity_id
LIMIT $limit;
