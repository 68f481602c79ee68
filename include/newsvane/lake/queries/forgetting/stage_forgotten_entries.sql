-- reads: nothing; writes: forgotten_entries
CREATE OR REPLACE TEMP TABLE forgotten_entries AS SELECT DISTINCT unnest($entry_ids::VARCHAR[]) AS entry_id;
