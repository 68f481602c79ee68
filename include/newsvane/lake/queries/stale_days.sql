SELECT DISTINCT day FROM trend_stale ORDER BY day;
