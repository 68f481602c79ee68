-- reads: incoming_outbox; writes: outbox
UPDATE outbox SET state = 'folded', told_by = digest.told_by, settled_at = digest.at
FROM (SELECT key AS told_by, created_at AS at, unnest(covers) AS key FROM incoming_outbox) AS digest
WHERE outbox.key = digest.key AND outbox.state = 'held';
