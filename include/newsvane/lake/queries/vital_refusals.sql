SELECT reason, count(*) FILTER (refused_at > $now::TIMESTAMPTZ - INTERVAL 1 HOUR) AS pages
FROM (
    SELECT reason, skipped_at AS refused_at FROM skipped WHERE skipped_at > $now::TIMESTAMPTZ - INTERVAL 1 DAY
    UNION ALL
    SELECT failed.reason, quarantined_at AS refused_at
    FROM quarantine, unnest(reasons) AS failed(reason)
    WHERE quarantined_at > $now::TIMESTAMPTZ - INTERVAL 1 DAY
)
GROUP BY reason
ORDER BY reason;
