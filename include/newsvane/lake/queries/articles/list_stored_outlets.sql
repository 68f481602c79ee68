-- reads: articles, unread_daily; returns: each outlet in the lake with each source that led to its articles
-- Without a source: an article that was read by its address, or entries that were only counted.
SELECT DISTINCT outlet, feed_id FROM articles
UNION
SELECT DISTINCT outlet, NULL FROM unread_daily
ORDER BY outlet, feed_id;
