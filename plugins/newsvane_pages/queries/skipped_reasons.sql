-- reads: skipped; returns: how often pages were skipped, per stage and reason
SELECT
    stage, reason, count(*) AS times, count(DISTINCT url) AS addresses,
    count(DISTINCT url) FILTER (will_retry) AS to_retry, max(skipped_at) AS latest
FROM skipped
WHERE skipped_at >= $since
GROUP BY stage, reason
ORDER BY times DESC, stage, reason
LIMIT $limit;
