SELECT day, count(*) AS marks FROM trend_stale GROUP BY day ORDER BY day;
