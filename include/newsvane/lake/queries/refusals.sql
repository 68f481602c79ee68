-- What was refused of each run; what was replayed since counts as refused then.
WITH refused AS (
    SELECT run_id, count(*) AS refused, max(quarantined_at) AS at, flatten(list(reasons)) AS reasons
    FROM quarantine WHERE quarantined_at >= $since GROUP BY run_id
), accepted AS (
    SELECT run_id, count(*) AS accepted FROM articles SEMI JOIN refused USING (run_id) GROUP BY run_id
)
SELECT run_id, at, refused, refused + coalesce(accepted, 0) AS read, reasons
FROM refused LEFT JOIN accepted USING (run_id)
ORDER BY at, run_id;
