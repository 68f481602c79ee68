-- reads: entities; returns: those of some ids that coverage names
SELECT entity_id, kind, name FROM entities WHERE list_contains($ids, entity_id);
