-- reads: quarantine, skipped; returns: for each reason of the last day, how many pages were skipped or quarantined in the last hour
SELECT reason, count(*) FILTER (refused_at > $hour_ago) AS pages
FROM (
    SELECT reason, skipped_at AS refused_at FROM skipped WHERE skipped_at > $day_ago
    UNION ALL
    SELECT failed.reason, quarantined_at AS refused_at
    FROM quarantine, unnest(reasons) AS failed(reason)
    WHERE quarantined_at > $day_ago
)
GROUP BY reason
ORDER BY reason;
