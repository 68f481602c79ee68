-- reads: feeds, trend_daily; returns: the outlets of all feeds and of all articles
SELECT DISTINCT outlet FROM (SELECT outlet FROM trend_daily UNION ALL SELECT outlet FROM feeds)
WHERE outlet <> ''
ORDER BY outlet;
