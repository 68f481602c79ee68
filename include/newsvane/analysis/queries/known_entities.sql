-- reads: entities; returns: the ids of all entities
SELECT entity_id FROM entities;
