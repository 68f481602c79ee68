-- reads: article_groups, articles, landed_articles, landed_groups; writes: landed_days, trend_stale
-- The days of the articles that landed or were regrouped, and of their copies, the days that articles had before, and the
-- days of the stories that articles left.
CREATE OR REPLACE TEMP TABLE landed_days AS
SELECT (least(published_at, fetched_at) AT TIME ZONE 'UTC')::DATE AS day
FROM articles
WHERE article_id IN (
    SELECT article_id FROM landed_articles
    UNION SELECT article_id FROM landed_groups
    UNION SELECT article_id FROM article_groups WHERE copy_of IN (SELECT article_id FROM landed_articles)
    UNION SELECT article_id FROM article_groups
    WHERE story_id IN (SELECT story_before FROM landed_groups WHERE story_before <> story_id)
)
UNION
SELECT day_before FROM landed_articles WHERE day_before IS NOT NULL;

INSERT INTO trend_stale FROM landed_days;
