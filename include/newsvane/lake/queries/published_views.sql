SELECT sql FROM duckdb_views() WHERE database_name = 'lake' AND view_name IN ('originals', 'stories')
ORDER BY view_name;
