-- reads: acts; returns: who had a message sent again and why, latest first, each with `total`, their number
SELECT done_by, asked_at, reason, words, count(*) OVER () AS total
FROM acts
WHERE kind = 'resend' AND state = 'done' AND target = $key
ORDER BY asked_at DESC, act_id
LIMIT $limit;
