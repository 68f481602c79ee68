-- reads: ducklake_data_file, ducklake_delete_file, ducklake_file_partition_value, ducklake_files_scheduled_for_deletion, ducklake_inlined_data_tables, ducklake_metadata; returns: every value in the catalog that becomes a path, the name of a table or an option of storage, with its row and kind
-- Runs in the catalog itself (SQLite), not in DuckDB. A value of the kind "none" must not be there.
SELECT
    'ducklake_data_file' AS place, data_file_id AS row_id,
    CASE WHEN path_is_relative = 1 AND file_format = 'parquet' THEN 'file' ELSE 'none' END AS kind, path AS value
FROM ducklake_data_file
UNION ALL
SELECT
    'ducklake_delete_file', delete_file_id,
    CASE WHEN path_is_relative = 1 AND format = 'parquet' THEN 'file' ELSE 'none' END, path
FROM ducklake_delete_file
UNION ALL
SELECT 'ducklake_files_scheduled_for_deletion', data_file_id, 'none', path FROM ducklake_files_scheduled_for_deletion
UNION ALL
SELECT 'ducklake_file_partition_value', data_file_id, 'number', partition_value
FROM ducklake_file_partition_value WHERE partition_value IS NOT NULL
UNION ALL
SELECT 'ducklake_inlined_data_tables', table_id, 'inlined table', table_name FROM ducklake_inlined_data_tables
UNION ALL
SELECT 'ducklake_metadata', "key", CASE "key" WHEN 'parquet_compression' THEN 'compression' ELSE 'number' END, "value"
FROM ducklake_metadata WHERE "key" NOT IN ('version', 'encrypted', 'created_by', 'data_path');
