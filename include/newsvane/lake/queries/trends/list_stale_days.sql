-- reads: trend_stale; returns: the days to count again, in order
SELECT DISTINCT day FROM trend_stale ORDER BY day;
