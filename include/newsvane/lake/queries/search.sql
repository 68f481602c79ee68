-- An article's moment never lies after its reading: the bound on fetched_at leaves out whole files.
SELECT * FROM (SELECT *, outlet_country AS country, least(published_at, fetched_at) AS moment FROM coverage)
WHERE fetched_at >= {since} AND moment >= {since} AND moment < {until} AND ({condition})
ORDER BY moment DESC, article_id
LIMIT {limit};
