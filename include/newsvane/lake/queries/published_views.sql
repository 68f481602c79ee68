SELECT sql FROM duckdb_views() WHERE database_name = 'lake' AND view_name IN ('attention', 'originals', 'stories')
ORDER BY view_name;
