-- reads: articles, own_feeds; returns: outlets with coverage since then of which no article has a country, those with most articles first
-- Outlets and their countries are as in the view coverage, which would join all groupings.
SELECT a.outlet, count(*) AS articles, mode(a.language) AS language, max(a.fetched_at) AS last_at
FROM articles AS a
LEFT JOIN own_feeds AS f ON f.feed_id = a.feed_id AND f.outlet IN (a.outlet, '')
WHERE a.fetched_at >= $since AND len(a.topics) > 0
GROUP BY a.outlet
HAVING max(coalesce(f.country, a.country)) IS NULL
ORDER BY articles DESC, a.outlet
LIMIT $limit;
