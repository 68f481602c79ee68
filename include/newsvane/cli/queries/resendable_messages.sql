-- reads: outbox; returns: the messages that can be sent again
SELECT key, state
FROM outbox
WHERE
    (len($keys::VARCHAR[]) = 0 AND state = 'dead' OR key IN (SELECT unnest($keys::VARCHAR[])))
    AND ($channel IS NULL OR channel = $channel);
