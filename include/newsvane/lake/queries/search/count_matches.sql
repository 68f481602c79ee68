-- reads: coverage; returns: how many articles since a time match a condition
SELECT count(*) AS articles
FROM (SELECT *, outlet_country AS country, least(published_at, fetched_at) AS moment FROM coverage)
WHERE fetched_at >= {since} AND moment >= {since} AND ({condition});
