-- reads: acts, deliveries, outbox; returns: messages of this time, newest first, each with every attempt to deliver it; without those that a digest only counts, but with test messages (state test), which are not in the outbox
WITH message AS (
    FROM outbox SELECT
        key, rule, channel, subject, state, created_at, next_try_at, settled_at, resent_at, held, due_at, outlet, told_by,
        NULL AS done_by
    WHERE held <> 'flood'
    UNION ALL BY NAME
    FROM acts SELECT
        act_id AS key, 'trial' AS rule, target AS channel, 'Newsvane: test message' AS subject, 'test' AS state,
        asked_at AS created_at, done_at AS settled_at, done_by
    WHERE kind = 'test_channel'
), listed AS (
    FROM message
    WHERE
        coalesce(settled_at, created_at) >= $since
        AND ($state IS NULL OR state = $state)
        AND ($channel IS NULL OR channel = $channel)
    ORDER BY coalesce(settled_at, created_at) DESC, key
    LIMIT $limit
), test AS (
    FROM acts SELECT
        *, state = 'done' AS ok, nullif(regexp_extract(words, '^sent to (.*): look whether', 1), '') AS address
    WHERE kind = 'test_channel'
), attempt AS (
    FROM deliveries SELECT key, attempt, attempted_at, ok, reason, detail, coalesce(unsure, false) AS unsure, address
    UNION ALL BY NAME
    FROM test SELECT
        act_id AS key, 1 AS attempt, done_at AS attempted_at, ok, if(ok, '', 'test') AS reason,
        if(ok, '', words) AS detail, false AS unsure, address
), tried AS (
    SELECT key, list({
        'attempt': attempt, 'at': attempted_at, 'ok': ok, 'reason': reason, 'detail': detail,
        'may_have_arrived': unsure, 'address': address
    } ORDER BY attempt) AS tries
    FROM attempt SEMI JOIN listed USING (key)
    GROUP BY key
)
SELECT listed.*, tries
FROM listed LEFT JOIN tried USING (key)
ORDER BY coalesce(settled_at, created_at) DESC, key;
