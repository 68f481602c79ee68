-- reads: articles, grouped_articles, trend_daily, trend_stale; returns: how many days were checked, and those whose counts differ from the articles
-- Checks the newest days and some others, drawn by a hash of the day.
WITH dated AS (
    SELECT
        (least(a.published_at, a.fetched_at) AT TIME ZONE 'UTC')::DATE AS day, a.topics, coalesce(g.original, true) AS original
    FROM articles AS a LEFT JOIN grouped_articles AS g ON g.article_id = a.article_id
), days AS (
    SELECT DISTINCT day FROM (SELECT day FROM dated UNION ALL SELECT day FROM trend_daily) ANTI JOIN trend_stale USING (day)
), sample AS (
    SELECT day FROM days
    QUALIFY row_number() OVER (ORDER BY day DESC) <= $newest OR row_number() OVER (ORDER BY hash(day)) <= $others
), there AS (
    SELECT day, topic, count(*) AS articles, count(*) FILTER (original) AS originals
    FROM (SELECT day, unnest(topics) AS topic, original FROM dated SEMI JOIN sample USING (day))
    GROUP BY ALL
), counted AS (
    SELECT day, topic, sum(articles) AS articles, sum(originals) AS originals
    FROM trend_daily SEMI JOIN sample USING (day)
    WHERE topic <> '*'
    GROUP BY ALL
)
SELECT (SELECT count(*) FROM sample) AS days, coalesce(list_sort(list(DISTINCT day)), []) AS wrong
FROM there FULL JOIN counted USING (day, topic)
WHERE (there.articles, there.originals) IS DISTINCT FROM (counted.articles, counted.originals);
