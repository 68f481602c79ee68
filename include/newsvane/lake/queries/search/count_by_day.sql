-- reads: coverage; returns: how many articles meet a condition, per day, outlet, language and country
-- {coverage} stands for the articles among which to count.
SELECT day, outlet, language, country, count(*) AS articles
FROM (SELECT *, outlet_country AS country, least(published_at, fetched_at) AS moment FROM {coverage})
WHERE {condition}
GROUP BY ALL;
