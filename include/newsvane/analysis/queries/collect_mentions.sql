-- reads: counted_articles, entity_mentions; writes: mentions
-- The articles of some days among those of entity_mentions, without the days that are to be counted again ($late).
CREATE OR REPLACE TEMP TABLE mentions AS
SELECT
    n.article_id, n.written, n.mentions, n.is_event_place, a.outlet, a.language, a.fetched_at, a.reported_at, a.translated,
    a.day, a.story_id, a.original, a.is_linked
FROM counted_articles AS a
JOIN entity_mentions AS n ON n.article_id = a.article_id
WHERE len(a.topics) > 0 AND a.day BETWEEN $since AND $until AND NOT list_contains($late::DATE[], a.day);
