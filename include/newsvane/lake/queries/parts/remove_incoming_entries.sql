-- reads: nothing; writes: incoming_entries
DELETE FROM incoming_entries WHERE list_contains($rows::BIGINT[], rowid);
