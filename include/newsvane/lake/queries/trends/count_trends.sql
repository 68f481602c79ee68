-- reads: counted_cells; returns: the number of rows counted
SELECT count(*) AS rows FROM counted_cells;
