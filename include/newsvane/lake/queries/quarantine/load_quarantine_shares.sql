-- reads: articles, quarantine, skipped; returns: for each run that quarantined articles or held pages back, how many, of how many it read, and why
-- Articles that were replayed since then still count as quarantined by their run. Runs whose id begins with $except_prefix are left out.
WITH held AS (
    SELECT run_id, quarantined_at AS moment, reasons FROM quarantine WHERE quarantined_at >= $since
    UNION ALL
    SELECT run_id, skipped_at AS moment, [reason] AS reasons FROM skipped
    WHERE skipped_at >= $since AND stage = 'validate' AND reason IN ('outlet_read', 'unreadable')
), refused AS (
    SELECT run_id, count(*) AS refused, max(moment) AS moment, flatten(list(reasons)) AS reasons FROM held
    WHERE NOT starts_with(run_id, $except_prefix) GROUP BY run_id
), landed AS (
    SELECT run_id, count(*) AS accepted FROM articles SEMI JOIN refused USING (run_id) GROUP BY run_id
)
SELECT refused.moment AS "at", refused.refused, refused.refused + coalesce(landed.accepted, 0) AS "read", refused.reasons
FROM refused LEFT JOIN landed USING (run_id)
ORDER BY refused.moment, run_id;
