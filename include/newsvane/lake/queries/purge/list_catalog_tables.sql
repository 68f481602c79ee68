-- reads: information_schema.tables; returns: the tables of DuckLake's catalog in PostgreSQL
SELECT quote_ident(table_schema) || '.' || quote_ident(table_name) FROM information_schema.tables
WHERE table_name LIKE 'ducklake\_%' AND table_type = 'BASE TABLE' ORDER BY 1;
