-- reads: duckdb_tables(); returns: the names of all tables of the lake
SELECT table_name FROM duckdb_tables() WHERE database_name = 'lake' ORDER BY table_name;
