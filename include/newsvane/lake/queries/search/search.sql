-- reads: coverage; returns: articles that match a condition, newest first
-- An article is never dated after its reading, so the bound on fetched_at lets DuckLake skip whole files.
SELECT * FROM (SELECT *, outlet_country AS country, least(published_at, fetched_at) AS moment FROM coverage)
WHERE fetched_at >= {since} AND moment >= {since} AND moment < {until} AND ({condition})
ORDER BY moment DESC, article_id
LIMIT {limit};
