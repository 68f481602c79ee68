-- reads: landed_entities; writes: entities
MERGE INTO entities USING landed_entities AS new ON entities.entity_id = new.entity_id
WHEN MATCHED AND (new.known OR entities.known) THEN UPDATE -- nobody renames a person whom the lexicon does not know
WHEN NOT MATCHED THEN INSERT BY NAME;
