-- reads: entity_mentions, grouped_articles, ordered_articles; writes: mentions
-- The same of the days that are to be counted again, from the articles as they are now.
-- No article is read or grouped before its day, so the bounds on fetched_at and grouped_at let DuckLake skip whole files.
INSERT INTO mentions BY NAME
SELECT
    n.article_id, n.written, n.mentions, n.is_event_place, a.outlet, a.language, a.fetched_at, a.reported_at,
    a.translation_state IN ('translated', 'proxy') AS translated,
    (least(a.published_at, a.fetched_at) AT TIME ZONE 'UTC')::DATE AS day, coalesce(g.story_id, a.article_id) AS story_id,
    coalesce(g.original, true) AS original, g.copy_of IS NOT NULL AS is_linked
FROM ordered_articles AS a
JOIN entity_mentions AS n ON n.article_id = a.article_id
LEFT JOIN grouped_articles AS g ON g.article_id = a.article_id AND g.grouped_at >= list_min($late)::DATE
WHERE len(a.topics) > 0 AND a.fetched_at >= list_min($late)::DATE
    AND list_contains($late::DATE[], (least(a.published_at, a.fetched_at) AT TIME ZONE 'UTC')::DATE);
