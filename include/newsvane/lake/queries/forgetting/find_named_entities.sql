-- reads: article_names, entities; returns: the people with this id or name, in any spelling that an article uses, with the number of articles
SELECT entities.entity_id, any_value(entities.name) AS name, count(DISTINCT article_names.article_id) AS articles
FROM entities JOIN article_names USING (entity_id)
WHERE entities.kind = 'person' AND (
    entities.entity_id = $person OR lower(entities.name) = lower($person)
    OR list_contains(list_transform(written, spelling -> lower(spelling)), lower($person))
)
GROUP BY entities.entity_id
ORDER BY entities.entity_id;
