-- reads: trend_daily; returns: per topic with articles of an outlet since a day, these, all articles of the topic, and all that was read of the outlet
WITH counted AS (
    SELECT
        topic, coalesce(sum(articles) FILTER (outlet = $outlet), 0)::BIGINT AS articles,
        coalesce(sum(originals) FILTER (outlet = $outlet), 0)::BIGINT AS originals, sum(articles)::BIGINT AS everywhere
    FROM trend_daily
    WHERE day >= $since
    GROUP BY topic
)
SELECT topic, articles, originals, everywhere, (SELECT coalesce(max(articles), 0) FROM counted WHERE topic = '*') AS seen
FROM counted
WHERE articles > 0 AND topic <> '*'
ORDER BY articles DESC, topic;
