SELECT
    o.key, o.rule, o.channel, o.subject, o.state, o.created_at, o.next_try_at, o.settled_at, o.resent_at,
    list({
        'attempt': d.attempt, 'at': d.attempted_at, 'ok': d.ok, 'reason': d.reason, 'detail': d.detail,
        'may_have_arrived': coalesce(d.unsure, false), 'address': d.address
    } ORDER BY d.attempt) FILTER (d.key IS NOT NULL) AS tries
FROM outbox AS o LEFT JOIN deliveries AS d ON d.key = o.key
WHERE
    coalesce(o.settled_at, o.created_at) >= $since
    AND ($state IS NULL OR o.state = $state)
    AND ($channel IS NULL OR o.channel = $channel)
GROUP BY ALL
ORDER BY coalesce(o.settled_at, o.created_at) DESC, o.key
LIMIT $limit;
