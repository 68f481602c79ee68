-- reads: coverage; returns: the articles with these ids that meet a condition
-- The bounds on fetched_at let DuckLake skip whole files.
SELECT * FROM (SELECT *, outlet_country AS country, least(published_at, fetched_at) AS moment FROM coverage)
WHERE fetched_at BETWEEN {first} AND {last} AND article_id IN ({ids}) AND ({condition});
