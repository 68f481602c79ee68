-- reads: trend_daily; returns: the ids of all topics with coverage, with * for everything that was read
SELECT DISTINCT topic FROM trend_daily ORDER BY topic;
