-- reads: coverage; returns: how many articles meet a condition, per day, outlet, language and country
-- The scope is a condition on article_id, or true.
SELECT day, outlet, language, country, count(*) AS articles
FROM (SELECT *, outlet_country AS country, least(published_at, fetched_at) AS moment FROM coverage)
WHERE fetched_at BETWEEN {first} AND {last} AND {scope} AND ({condition})
GROUP BY ALL;
