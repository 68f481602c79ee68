-- reads: coverage; returns: articles among some that meet a condition
-- `times` are those at which they were read: with them DuckLake skips files, and DuckDB the row groups within.
-- `coverage` is replaced by one with fewer groupings, see `load_candidates`.
SELECT {columns} FROM (SELECT *, outlet_country AS country, least(published_at, fetched_at) AS moment FROM coverage)
WHERE fetched_at IN ({times}) AND article_id IN ({ids}) AND ({condition});
