-- reads: quarantine, skipped; returns: how many pages these runs skipped or quarantined, per stage and reason
WITH refused AS (
    SELECT stage, reason, will_retry FROM skipped WHERE run_id IN (SELECT unnest($run_ids::VARCHAR[]))
    UNION ALL
    SELECT 'validate', unnest(reasons), false FROM quarantine WHERE run_id IN (SELECT unnest($run_ids::VARCHAR[]))
)
SELECT stage, reason, will_retry, count(*) AS items
FROM refused
GROUP BY ALL
ORDER BY items DESC, reason;
