-- reads: acts, quarantine; returns: who landed these articles although they had failed validation, why, and what they had failed
SELECT
    a.target AS article_id, a.done_by, a.done_at, a.reason,
    coalesce((SELECT arg_max(q.reasons, q.quarantined_at) FROM quarantine AS q WHERE q.article_id = a.target), []) AS reasons
FROM acts AS a
WHERE a.kind = 'land' AND a.state = 'done' AND NOT starts_with(a.words, 'removed') AND a.target IN (SELECT unnest($articles::VARCHAR[]))
QUALIFY row_number() OVER (PARTITION BY a.target ORDER BY a.done_at DESC) = 1;
