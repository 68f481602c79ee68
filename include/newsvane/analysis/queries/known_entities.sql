-- reads: entities; returns: the ids and kinds of all entities
SELECT entity_id, kind FROM entities;
