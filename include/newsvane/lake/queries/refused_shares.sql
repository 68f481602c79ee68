-- What was refused of each run; what was replayed since counts as refused then.
WITH held AS (
    SELECT run_id, count(*) AS refused, max(quarantined_at) AS moment, flatten(list(reasons)) AS reasons
    FROM quarantine WHERE quarantined_at >= $since GROUP BY run_id
), landed AS (
    SELECT run_id, count(*) AS accepted FROM articles SEMI JOIN held USING (run_id) GROUP BY run_id
)
SELECT held.moment AS "at", held.refused, held.refused + coalesce(landed.accepted, 0) AS "read", held.reasons
FROM held LEFT JOIN landed USING (run_id)
ORDER BY held.moment, run_id;
