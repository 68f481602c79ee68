-- By now counted_articles has its compression (set_storage_options), in which its rows are written here.
INSERT INTO counted_articles BY NAME
WITH sizes AS (
    SELECT story_id, count(*) AS articles FROM article_groups GROUP BY story_id
), places AS (
    SELECT article_id, min(entity_id) AS entity_id FROM article_names WHERE is_event_place GROUP BY article_id
)
SELECT
    (least(a.published_at, a.fetched_at) AT TIME ZONE 'UTC')::DATE AS day, a.article_id, a.outlet, a.language, a.topics,
    a.central_topics, a.translation_state IN ('translated', 'proxy') AS translated, coalesce(g.story_id, a.article_id) AS story_id,
    coalesce(g.original, true) AS original, g.copy_of IS NOT NULL AS is_linked, coalesce(g.is_claim, false) AS is_claim,
    source.outlet AS copied_outlet, g.copy_kind, coalesce(z.articles, 1) = 1 AS is_alone, p.entity_id AS event_place,
    a.reported_at, a.observed_at, a.fetched_at
FROM ordered_articles AS a
LEFT JOIN grouped_articles AS g ON g.article_id = a.article_id
LEFT JOIN sizes AS z ON z.story_id = g.story_id
LEFT JOIN places AS p ON p.article_id = a.article_id
LEFT JOIN articles AS source ON source.article_id = g.copy_of
WHERE len(a.topics) > 0 OR copied_outlet <> a.outlet
ORDER BY day, a.article_id;
