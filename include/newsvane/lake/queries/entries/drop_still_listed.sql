-- reads: nothing; writes: renamed_entries
DELETE FROM renamed_entries WHERE stored_id IN (SELECT unnest($stored_ids::VARCHAR[]));
