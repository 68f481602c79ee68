-- reads: coverage; returns: articles that meet a condition, newest first
-- {coverage} stands for the articles among which to search.
SELECT {columns} FROM (SELECT *, outlet_country AS country, least(published_at, fetched_at) AS moment FROM {coverage})
WHERE {condition}
ORDER BY moment DESC, article_id
LIMIT {limit};
