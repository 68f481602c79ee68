SELECT * FROM (SELECT *, outlet_country AS country FROM coverage)
WHERE {condition} ORDER BY least(published_at, fetched_at) DESC, article_id LIMIT ?;
