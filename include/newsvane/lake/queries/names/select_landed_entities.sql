-- reads: entities, incoming_entities; writes: landed_entities
CREATE OR REPLACE TEMP TABLE landed_entities AS
FROM incoming_entities QUALIFY row_number() OVER (PARTITION BY entity_id ORDER BY name) = 1
EXCEPT FROM entities;
