-- A day with more marks than were seen has changed since it was counted.
DELETE FROM trend_stale WHERE day IN (
    SELECT day
    FROM (SELECT unnest($days::DATE[]) AS day, unnest($marks::BIGINT[]) AS marks)
    JOIN (SELECT day, count(*) AS marks FROM trend_stale GROUP BY day) USING (day, marks)
);
