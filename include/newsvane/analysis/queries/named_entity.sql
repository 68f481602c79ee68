-- reads: entities, entity_mentions; returns: one entity, all its spellings, and how many articles of the lake name it
SELECT
    e.entity_id, e.kind, e.name, count(*) FILTER (n.mentions > 0) AS all_articles,
    list_sort(list_distinct(flatten(list(n.written)))) AS spellings, e.country, e.latitude, e.longitude, e.known, e.geonames_id
FROM entities AS e
CROSS JOIN entity_mentions AS n
WHERE e.entity_id = $entity_id
GROUP BY ALL;
