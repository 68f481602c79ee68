-- reads: quarantine, skipped; returns: how many pages these runs skipped or quarantined, and some addresses, per stage and reason
WITH refused AS (
    SELECT url, stage, reason, will_retry FROM skipped WHERE run_id IN (SELECT unnest($run_ids::VARCHAR[]))
    UNION ALL
    SELECT url, 'validate', unnest(reasons), false FROM quarantine WHERE run_id IN (SELECT unnest($run_ids::VARCHAR[]))
)
SELECT stage, reason, will_retry, count(*) AS items, list(url ORDER BY url)[:3] AS urls
FROM refused
GROUP BY ALL
ORDER BY items DESC, reason;
