SELECT stage, reason, will_retry, count(*) AS items
FROM skipped
WHERE run_id = $run_id
GROUP BY ALL
UNION ALL
SELECT 'validate', unnest(reasons) AS reason, false, count(*)
FROM quarantine
WHERE run_id = $run_id
GROUP BY reason
ORDER BY items DESC, reason;
