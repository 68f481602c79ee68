-- reads: deliveries, incoming_deliveries, incoming_outbox; writes: deliveries, outbox
INSERT INTO deliveries BY NAME
FROM incoming_deliveries AS new ANTI JOIN deliveries AS old ON old.key = new.key AND old.attempt = new.attempt;

UPDATE outbox
SET state = new.state, attempts = new.attempts, next_try_at = new.next_try_at, settled_at = new.settled_at
FROM incoming_outbox AS new
WHERE outbox.key = new.key AND outbox.state IN ('pending', 'held') AND outbox.attempts < new.attempts;
