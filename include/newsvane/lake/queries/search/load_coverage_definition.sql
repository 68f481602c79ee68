-- reads: duckdb_views(); returns: the statement that creates the view coverage
SELECT sql FROM duckdb_views() WHERE database_name = current_database() AND view_name = 'coverage';
