-- reads: entries_beyond_quota; writes: landed_entries
-- New entries beyond the quota are skipped; those that are known stay as they are.
DELETE FROM landed_entries WHERE NOT is_new AND entry_id IN (SELECT entry_id FROM entries_beyond_quota);

UPDATE landed_entries SET outcome = 'skipped' WHERE entry_id IN (SELECT entry_id FROM entries_beyond_quota);
