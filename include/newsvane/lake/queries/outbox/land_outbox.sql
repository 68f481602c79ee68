-- reads: incoming_outbox, outbox; writes: landed_outbox, outbox
CREATE OR REPLACE TEMP TABLE landed_outbox AS
FROM incoming_outbox AS new
ANTI JOIN outbox AS old ON old.key = new.key
QUALIFY row_number() OVER (PARTITION BY new.key ORDER BY new.created_at) = 1;

INSERT INTO outbox BY NAME FROM landed_outbox;
