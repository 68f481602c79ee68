-- reads: articles, counted_articles, grouped_articles, trend_daily, trend_stale; returns: how many days were checked, and those on which trend_daily or counted_articles differs from the articles
-- Checks the newest days and some others, drawn by a hash of the day.
WITH dated AS (
    SELECT
        (least(a.published_at, a.fetched_at) AT TIME ZONE 'UTC')::DATE AS day, a.article_id, a.outlet, a.topics,
        coalesce(g.story_id, a.article_id) AS story_id, coalesce(g.original, true) AS original, s.outlet AS copied_outlet
    FROM articles AS a
    LEFT JOIN grouped_articles AS g ON g.article_id = a.article_id
    LEFT JOIN articles AS s ON s.article_id = g.copy_of
), days AS (
    SELECT DISTINCT day FROM (
        SELECT day FROM dated UNION ALL SELECT day FROM trend_daily UNION ALL SELECT day FROM counted_articles
    ) ANTI JOIN trend_stale USING (day)
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
), miscounted AS (
    SELECT day FROM there FULL JOIN counted USING (day, topic)
    WHERE (there.articles, there.originals) IS DISTINCT FROM (counted.articles, counted.originals)
), mislisted AS (
    SELECT day FROM (
        FROM dated SEMI JOIN sample USING (day) WHERE len(topics) > 0 OR copied_outlet <> outlet
    ) AS here FULL JOIN (
        SELECT *, count(*) OVER (PARTITION BY article_id) AS rows FROM counted_articles SEMI JOIN sample USING (day)
    ) AS listed USING (day, article_id)
    WHERE (here.outlet, here.topics, here.story_id, here.original, here.copied_outlet)
        IS DISTINCT FROM (listed.outlet, listed.topics, listed.story_id, listed.original, listed.copied_outlet)
        OR listed.rows > 1
)
SELECT (SELECT count(*) FROM sample) AS days, coalesce(list_sort(list(DISTINCT day)), []) AS wrong
FROM (FROM miscounted UNION ALL FROM mislisted);
