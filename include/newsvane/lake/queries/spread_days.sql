-- The days to count: those asked for and, of each story with an article on one of them, the day of its first article on
-- another day: the story may have come to begin there, or ceased to.
CREATE OR REPLACE TEMP TABLE counted_days AS
WITH on_days AS (
    SELECT article_id FROM articles
    WHERE fetched_at >= (SELECT min(day)::TIMESTAMPTZ FROM incoming_trend_daily)
        AND (least(published_at, fetched_at) AT TIME ZONE 'UTC')::DATE IN (SELECT day FROM incoming_trend_daily)
), touched AS (
    SELECT DISTINCT story_id FROM article_groups SEMI JOIN on_days USING (article_id)
), elsewhere AS (
    SELECT
        story_id, unnest(list_append(topics, '*')) AS topic, copy_of, article_id,
        least(published_at, fetched_at) AS moment, (least(published_at, fetched_at) AT TIME ZONE 'UTC')::DATE AS day
    FROM articles
    JOIN (SELECT article_id, copy_of, story_id FROM article_groups SEMI JOIN touched USING (story_id)) USING (article_id)
    ANTI JOIN on_days USING (article_id)
)
SELECT DISTINCT day FROM incoming_trend_daily
UNION
SELECT arg_min(day, (copy_of IS NOT NULL, moment, article_id)) FROM elsewhere GROUP BY story_id, topic;
