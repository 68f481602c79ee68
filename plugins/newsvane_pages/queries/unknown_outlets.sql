-- reads: coverage; returns: outlets with coverage since then of which no article has a country, those with most articles first
SELECT outlet, count(*) AS articles, mode(language) AS language, max(fetched_at) AS last_at
FROM coverage
WHERE fetched_at >= $since
GROUP BY outlet
HAVING max(outlet_country) IS NULL
ORDER BY articles DESC, outlet
LIMIT $limit;
