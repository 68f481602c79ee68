-- reads: trend_stale; returns: how often each stale day was marked
SELECT day, count(*) AS marks FROM trend_stale GROUP BY day ORDER BY day;
