-- reads: outbox; writes: outbox
-- The copy has a key of its own, so that neither we nor the service take it for one that was sent already.
INSERT INTO outbox BY NAME
SELECT * REPLACE (
    $copy_key AS key, 'pending' AS state, 0 AS attempts, NULL AS next_try_at, NULL AS settled_at, $now AS resent_at,
    $now AS due_at, 0 AS resent_after
)
FROM outbox
WHERE key = $key AND state = 'delivered';
