-- reads: nothing; writes: entries
DELETE FROM entries WHERE list_contains($entry_ids::VARCHAR[], entry_id);
