-- reads: incoming_outbox, outbox; writes: landed_outbox
-- A message that is sent now takes the place of one with the same key that waits because of the hourly cap.
CREATE OR REPLACE TEMP TABLE landed_outbox AS
FROM incoming_outbox AS new
ANTI JOIN outbox AS old
    ON old.key = new.key AND NOT (old.state = 'held' AND old.held IN ('cap', 'share') AND new.state = 'pending')
QUALIFY row_number() OVER (PARTITION BY new.key ORDER BY new.created_at) = 1;
