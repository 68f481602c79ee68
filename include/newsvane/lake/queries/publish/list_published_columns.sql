-- reads: duckdb_columns(), duckdb_views(); returns: the tables and views of the published file with their columns
SELECT c.table_name AS relation, if(v.view_name IS NULL, 'TABLE', 'VIEW') AS kind, list(c.column_name) AS columns
FROM duckdb_columns() AS c
LEFT JOIN duckdb_views() AS v ON v.database_name = c.database_name AND v.view_name = c.table_name
WHERE c.database_name = 'published' AND c.schema_name = 'main' AND c.table_name <> 'about'
GROUP BY ALL;
