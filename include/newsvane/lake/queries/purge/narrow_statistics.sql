-- reads: ducklake_column, ducklake_file_column_stats; writes: ducklake_table_column_stats
-- Run in the database of the catalog. The smallest and the largest text of a column are those of the files that are there.
UPDATE ducklake_table_column_stats
SET
    min_value = (
        SELECT min(part.min_value $collation) FROM ducklake_file_column_stats AS part
        WHERE part.table_id = ducklake_table_column_stats.table_id AND part.column_id = ducklake_table_column_stats.column_id
    ),
    max_value = (
        SELECT max(part.max_value $collation) FROM ducklake_file_column_stats AS part
        WHERE part.table_id = ducklake_table_column_stats.table_id AND part.column_id = ducklake_table_column_stats.column_id
    )
WHERE EXISTS (
    SELECT 1 FROM ducklake_column AS described
    WHERE described.table_id = ducklake_table_column_stats.table_id
        AND described.column_id = ducklake_table_column_stats.column_id
        AND described.column_type = 'varchar'
);
