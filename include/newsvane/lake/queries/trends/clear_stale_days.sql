-- reads: trend_stale; writes: trend_stale
-- A day that has more marks now changed after it was counted, and stays stale.
DELETE FROM trend_stale WHERE day IN (
    SELECT day
    FROM (SELECT unnest($days::DATE[]) AS day, unnest($marks::BIGINT[]) AS marks)
    JOIN (SELECT day, count(*) AS marks FROM trend_stale GROUP BY day) USING (day, marks)
);
