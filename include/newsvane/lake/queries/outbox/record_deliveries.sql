-- reads: deliveries, incoming_deliveries, incoming_outbox, outbox; writes: deliveries, outbox
INSERT INTO deliveries BY NAME
FROM incoming_deliveries AS new ANTI JOIN deliveries AS old ON old.key = new.key AND old.attempt = new.attempt;

UPDATE outbox
SET state = new.state, attempts = new.attempts, next_try_at = new.next_try_at, settled_at = new.settled_at
FROM incoming_outbox AS new
WHERE outbox.key = new.key AND outbox.state IN ('pending', 'held') AND outbox.attempts < new.attempts;

-- A channel that works again gets what failed while it did not. A message failed for a reason of its own, and keeps its
-- time, if another one was delivered between its last two attempts, or if it was tried only once.
UPDATE outbox SET next_try_at = NULL
WHERE state = 'pending' AND next_try_at IS NOT NULL AND key IN (
    WITH success AS (
        SELECT channel, max(attempted_at) AS worked_at FROM incoming_deliveries WHERE ok GROUP BY channel
    ), tried AS (
        SELECT d.key, d.channel, s.worked_at, max(d.attempted_at) AS last_at, max(d.attempted_at, 2)[2] AS previous_at
        FROM deliveries AS d
        JOIN success AS s ON s.channel = d.channel
        SEMI JOIN outbox AS o ON o.key = d.key AND o.state = 'pending'
        GROUP BY ALL
    )
    SELECT t.key FROM tried AS t
    WHERE t.previous_at IS NOT NULL AND t.last_at < t.worked_at AND NOT EXISTS (
        FROM deliveries AS d
        WHERE d.channel = t.channel AND d.ok AND d.attempted_at BETWEEN t.previous_at AND t.last_at
    )
);
