-- An article that merely claims to be a translation says nothing about where the event of the story happened, unless
-- the story has no other article: anybody can write such a claim into a page. The views on stories do not count it either.
CREATE OR REPLACE VIEW event_places AS
WITH claims AS (
    SELECT article_id, story_id FROM coverage WHERE original AND copy_of IS NOT NULL
), reports AS (
    SELECT story_id FROM coverage
    WHERE story_id IN (SELECT story_id FROM claims) AND (copy_of IS NULL OR NOT original)
), left_out AS (
    SELECT article_id FROM claims SEMI JOIN reports USING (story_id)
)
SELECT
    e.entity_id, e.name, e.country, e.latitude, e.longitude, n.article_id, n.day, n.title, n.outlet, n.language,
    n.topics, n.original, n.story_id, n.reported_at
FROM name_mentions AS n
JOIN entities AS e ON e.entity_id = n.entity_id
ANTI JOIN left_out AS l ON l.article_id = n.article_id
WHERE n.is_event_place AND e.latitude IS NOT NULL;
COMMENT ON VIEW event_places IS 'Where the events of coverage happened, one row per article whose dateline, title or lead says it, without those that merely claim to be translations (copy_claimed), unless their story has no others.
country: ISO 3166 code of the country of the place.';
