-- reads: ducklake_data_file, ducklake_delete_file, ducklake_schema, ducklake_table; returns: every data file that a snapshot needs, with its table and size
-- Runs in the catalog itself (SQLite or PostgreSQL), not in DuckDB. Paths are relative to the data folder.
WITH places AS (
    SELECT DISTINCT
        t.table_id, t.table_name,
        CASE WHEN t.path_is_relative AND s.path_is_relative THEN s.path || t.path ELSE t.path END AS folder
    FROM ducklake_table AS t JOIN ducklake_schema AS s ON s.schema_id = t.schema_id
), files AS (
    SELECT table_id, path, path_is_relative, file_size_bytes FROM ducklake_data_file
    UNION
    SELECT table_id, path, path_is_relative, file_size_bytes FROM ducklake_delete_file
)
SELECT
    min(places.table_name) AS table_name,
    CASE WHEN files.path_is_relative THEN places.folder || files.path ELSE files.path END AS path,
    max(files.file_size_bytes) AS bytes
FROM files JOIN places ON places.table_id = files.table_id
GROUP BY 2
ORDER BY 2;
