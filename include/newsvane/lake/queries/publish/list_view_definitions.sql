-- reads: duckdb_views(); returns: the statements that create the views that the published file copies
WITH published AS (
    SELECT [
        'unread', 'seen_daily', 'attention', 'originals', 'stories',
        'name_mentions', 'named_entities', 'named_together', 'rising_names', 'event_places'
    ] AS names
)
SELECT sql FROM duckdb_views(), published WHERE database_name = 'lake' AND list_contains(names, view_name)
ORDER BY list_position(names, view_name);
