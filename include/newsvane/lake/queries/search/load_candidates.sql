-- reads: coverage; returns: articles among some that meet a condition
-- `times` are those at which they were read: with them DuckLake skips files, and DuckDB the row groups within.
-- {coverage} stands for coverage with the groupings of these articles alone.
SELECT {columns} FROM (SELECT *, outlet_country AS country, least(published_at, fetched_at) AS moment FROM {coverage})
WHERE fetched_at IN ({times}) AND {chosen} AND ({condition});
