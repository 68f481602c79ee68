-- A story counts where its first article on the topic does, so that stories add up over cells.
CREATE OR REPLACE TEMP TABLE counted AS
WITH days AS (
    SELECT DISTINCT day FROM incoming_trend_daily
), dated AS (
    SELECT
        a.article_id, (least(a.published_at, a.fetched_at) AT TIME ZONE 'UTC')::DATE AS day,
        least(a.published_at, a.fetched_at) AS moment, a.language, a.outlet, a.topics, a.translation_state,
        g.copy_of, coalesce(g.story_id, a.article_id) AS story_id
    FROM articles AS a LEFT JOIN article_groups AS g ON g.article_id = a.article_id
), touched AS (
    SELECT DISTINCT story_id FROM dated SEMI JOIN days USING (day)
), cells AS (
    SELECT * EXCLUDE topics, unnest(list_append(topics, '*')) AS topic FROM dated SEMI JOIN touched USING (story_id)
), ranked AS (
    SELECT
        *, row_number() OVER (
            PARTITION BY topic, story_id ORDER BY copy_of IS NOT NULL, moment, article_id
        ) = 1 AS begins_story
    FROM cells
)
SELECT
    day, topic, language, outlet, count(*)::INTEGER AS articles,
    count(*) FILTER (copy_of IS NULL)::INTEGER AS originals,
    count(*) FILTER (begins_story)::INTEGER AS stories,
    count(*) FILTER (translation_state IN ('translated', 'proxy'))::INTEGER AS translated
FROM ranked SEMI JOIN days USING (day)
GROUP BY day, topic, language, outlet;

DELETE FROM trend_daily
WHERE day IN (SELECT day FROM incoming_trend_daily)
    AND (day, topic, language, outlet, articles, originals, stories, translated)
    NOT IN (SELECT (day, topic, language, outlet, articles, originals, stories, translated) FROM counted);

INSERT INTO trend_daily BY NAME (FROM counted EXCEPT FROM trend_daily);

DELETE FROM trend_stale WHERE day IN (SELECT day FROM incoming_trend_daily);
