-- reads: landed_entries; writes: entries
MERGE INTO entries USING (SELECT * EXCLUDE (is_new, outcome_before, before) FROM landed_entries) AS new
    ON entries.entry_id = new.entry_id
WHEN MATCHED THEN UPDATE
WHEN NOT MATCHED THEN INSERT BY NAME;
