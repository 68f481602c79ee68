-- reads: outbox; returns: the pending and dead messages of these rules, oldest first
-- Also those of other rules that say the same as one of theirs, as if they were their own.
WITH undelivered AS (
    FROM outbox WHERE state IN ('pending', 'dead') AND created_at > $since
), concerned AS (
    SELECT key, rule FROM undelivered
    UNION
    SELECT u.key, o.rule FROM outbox AS o JOIN undelivered AS u ON u.key = o.told_by
    WHERE u.kind <> 'digest'
)
SELECT u.* REPLACE (c.rule AS rule)
FROM undelivered AS u
JOIN concerned AS c ON c.key = u.key
WHERE c.rule IN (SELECT unnest($rules::VARCHAR[]))
ORDER BY u.created_at, u.key, c.rule;
