-- reads: outbox; returns: the pending and dead messages of these rules, oldest first
FROM outbox
WHERE state IN ('pending', 'dead') AND created_at > $since AND rule IN (SELECT unnest($rules::VARCHAR[]))
ORDER BY created_at, key;
