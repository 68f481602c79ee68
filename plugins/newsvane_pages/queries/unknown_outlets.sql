-- reads: coverage; returns: outlets with coverage since then of which no country is known, those with most articles first
SELECT outlet, count(*) AS articles, mode(language) AS language, max(fetched_at) AS last_at
FROM coverage
WHERE fetched_at >= $since AND outlet_country IS NULL
GROUP BY outlet
ORDER BY articles DESC, outlet
LIMIT $limit;
