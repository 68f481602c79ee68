-- reads: article_names, entities; returns: how each of some articles writes the names that keys of a query stand for
-- Not bound by fetched_at, because past states of the lake may not have that column.
SELECT n.article_id, flatten(list(n.written)) AS spellings
FROM article_names AS n
JOIN entities AS e ON e.entity_id = n.entity_id
WHERE n.article_id IN (SELECT unnest($articles::VARCHAR[]))
    AND list_has_any($keys::VARCHAR[], [
    concat(e.kind, ':', e.entity_id),
    if(e.kind = 'person', concat('person:', split_part(e.entity_id, '-', -1)), NULL),
    if(e.kind = 'place', concat('place:', lower(e.country)), NULL)
])
GROUP BY n.article_id;
