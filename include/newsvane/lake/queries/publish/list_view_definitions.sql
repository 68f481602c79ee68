-- reads: duckdb_views(); returns: the statements that create the views that the published file copies
SELECT sql FROM duckdb_views() WHERE database_name = 'lake' AND view_name IN ('attention', 'originals', 'stories')
ORDER BY view_name;
