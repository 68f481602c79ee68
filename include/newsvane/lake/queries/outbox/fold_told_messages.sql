-- reads: landed_outbox; writes: outbox
-- What a new message covers is not sent: it was scheduled, or a message that was scheduled had said the same.
UPDATE outbox SET state = 'folded', told_by = new.told_by, settled_at = new.at
FROM (SELECT key AS told_by, created_at AS at, unnest(covers) AS key FROM landed_outbox) AS new
WHERE outbox.key = new.key AND outbox.state IN ('held', 'folded');
