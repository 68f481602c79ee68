-- reads: duckdb_views(); returns: the statements that create the views that the published file copies
SELECT sql FROM duckdb_views() WHERE database_name = 'lake' AND view_name IN ('unread', 'seen_daily', 'attention', 'originals', 'stories')
ORDER BY list_position(['unread', 'seen_daily', 'attention', 'originals', 'stories'], view_name);
