-- reads: coverage; returns: articles among some, whose ids are the first value, that meet a condition, newest first
SELECT * FROM (SELECT *, outlet_country AS country, least(published_at, fetched_at) AS moment FROM coverage)
WHERE fetched_at BETWEEN {first} AND {last} AND article_id IN (SELECT unnest(?)) AND ({condition})
ORDER BY moment DESC, article_id
LIMIT {limit};
