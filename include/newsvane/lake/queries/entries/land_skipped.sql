-- reads: landed_skipped; writes: skipped
INSERT INTO skipped BY NAME FROM landed_skipped;
