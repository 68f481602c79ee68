-- reads: articles, counted_articles, trend_daily; returns: all days with coverage, in order
SELECT (least(published_at, fetched_at) AT TIME ZONE 'UTC')::DATE AS day FROM articles
UNION
SELECT day FROM trend_daily
UNION
SELECT day FROM counted_articles
ORDER BY day;
