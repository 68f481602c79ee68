-- reads: ducklake_column, ducklake_table, ducklake_table_stats; writes: ducklake_table_column_stats, ducklake_table_stats
-- For a table without statistics DuckLake asks the catalog again for each column, so that a statement on a new lake takes ten
-- times as long. These are the statistics from which it would begin with the first row; nested columns have none.
USE __ducklake_metadata_lake;
BEGIN;
INSERT INTO ducklake_table_column_stats (table_id, column_id, contains_null, contains_nan)
SELECT c.table_id, c.column_id, false, CASE WHEN c.column_type IN ('float32', 'float64') THEN false END
FROM ducklake_column AS c
SEMI JOIN ducklake_table AS t ON t.table_id = c.table_id AND t.end_snapshot IS NULL
ANTI JOIN ducklake_table_stats AS s ON s.table_id = c.table_id
ANTI JOIN ducklake_column AS part ON part.table_id = c.table_id AND part.parent_column = c.column_id
WHERE c.end_snapshot IS NULL;
INSERT INTO ducklake_table_stats (table_id, record_count, next_row_id, file_size_bytes)
SELECT t.table_id, 0, 0, 0
FROM ducklake_table AS t
ANTI JOIN ducklake_table_stats AS s ON s.table_id = t.table_id
WHERE t.end_snapshot IS NULL;
COMMIT;
USE lake;
