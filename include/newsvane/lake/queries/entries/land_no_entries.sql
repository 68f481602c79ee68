-- reads: incoming_entries; writes: landed_entries
CREATE OR REPLACE TEMP TABLE landed_entries AS SELECT *, false AS is_new FROM incoming_entries;
