-- reads: article_groups, articles, incoming_trend_daily, ordered_articles; writes: counted_days
-- The days asked for, and for each story with an article on one of them the day of its first article on another day:
-- the story may begin there now, or no longer.
CREATE OR REPLACE TEMP TABLE counted_days AS
WITH on_days AS (
    SELECT article_id FROM articles
    WHERE fetched_at >= (SELECT min(day)::TIMESTAMPTZ FROM incoming_trend_daily)
        AND (least(published_at, fetched_at) AT TIME ZONE 'UTC')::DATE IN (SELECT day FROM incoming_trend_daily)
), touched_stories AS (
    SELECT DISTINCT story_id FROM article_groups SEMI JOIN on_days USING (article_id)
), on_other_days AS (
    SELECT
        story_id, unnest(list_append(topics, '*')) AS topic, copy_of, article_id,
        published_at, fetched_at, ordered_at, (least(published_at, fetched_at) AT TIME ZONE 'UTC')::DATE AS day
    FROM ordered_articles
    JOIN (SELECT article_id, copy_of, story_id FROM article_groups SEMI JOIN touched_stories USING (story_id)) USING (article_id)
    ANTI JOIN on_days USING (article_id)
)
SELECT DISTINCT day FROM incoming_trend_daily
UNION
SELECT arg_min(day, (copy_of IS NOT NULL, ordered_at, published_at IS NULL, coalesce(published_at, fetched_at), article_id)) FROM on_other_days GROUP BY story_id, topic;
