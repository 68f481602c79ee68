-- reads: articles, quarantine; returns: for each run that quarantined articles, how many, of how many it read, and why
-- Articles that were replayed since then still count as quarantined by their run.
WITH refused AS (
    SELECT run_id, count(*) AS refused, max(quarantined_at) AS moment, flatten(list(reasons)) AS reasons
    FROM quarantine WHERE quarantined_at >= $since GROUP BY run_id
), landed AS (
    SELECT run_id, count(*) AS accepted FROM articles SEMI JOIN refused USING (run_id) GROUP BY run_id
)
SELECT refused.moment AS "at", refused.refused, refused.refused + coalesce(landed.accepted, 0) AS "read", refused.reasons
FROM refused LEFT JOIN landed USING (run_id)
ORDER BY refused.moment, run_id;
