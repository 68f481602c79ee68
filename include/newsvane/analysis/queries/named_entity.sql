-- reads: entities, named_entities; returns: one entity and how coverage names it
SELECT n.*, e.known, e.country, e.latitude, e.longitude, e.geonames_id
FROM named_entities AS n
JOIN entities AS e ON e.entity_id = n.entity_id
WHERE n.entity_id = $entity_id;
