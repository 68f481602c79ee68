-- reads: entity_mentions, grouped_articles, ordered_articles; writes: mentions
-- The articles of some days among those of entity_mentions.
-- No article is read or grouped before its day, so the bounds on fetched_at and grouped_at let DuckLake skip whole files.
CREATE OR REPLACE TEMP TABLE mentions AS
SELECT
    n.article_id, n.written, n.mentions, n.is_event_place, a.outlet, a.language, a.fetched_at, a.reported_at,
    a.translation_state IN ('translated', 'proxy') AS translated,
    make_timestamp(epoch_us(least(a.published_at, a.fetched_at)))::DATE AS day, coalesce(g.story_id, a.article_id) AS story_id,
    coalesce(g.original, true) AS original, g.copy_of IS NOT NULL AS is_linked
FROM ordered_articles AS a
JOIN entity_mentions AS n ON n.article_id = a.article_id
LEFT JOIN grouped_articles AS g ON g.article_id = a.article_id AND g.grouped_at >= $since::DATE
WHERE len(a.topics) > 0 AND a.fetched_at >= $since::DATE
    AND least(a.published_at, a.fetched_at) >= $since::DATE AND least(a.published_at, a.fetched_at) < $until::DATE + 1;
