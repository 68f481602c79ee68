-- reads: coverage, index_changes; returns: articles changed since the search index was brought up to date that meet a condition, newest first
SELECT * FROM (SELECT *, outlet_country AS country, least(published_at, fetched_at) AS moment FROM coverage)
WHERE fetched_at BETWEEN {first} AND {last} AND article_id IN (SELECT article_id FROM index_changes) AND ({condition})
ORDER BY moment DESC, article_id
LIMIT {limit};
