-- reads: landed_outbox; writes: outbox
DELETE FROM outbox WHERE state = 'held' AND key IN (SELECT key FROM landed_outbox);

INSERT INTO outbox BY NAME FROM landed_outbox;
