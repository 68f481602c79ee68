-- reads: seen_daily, trend_daily; returns: one row of counts per topic and period in which anything was seen
-- The rows of a topic begin with the first period in which it was ever counted.
WITH by_outlet AS MATERIALIZED (
    SELECT
        date_trunc($grain, day)::DATE AS day, topic, outlet, sum(articles) AS articles, sum(originals) AS originals,
        sum(stories) AS stories, sum(translated) AS translated
    FROM seen_daily
    WHERE day >= $since AND day <= coalesce($until, day)
        AND (len($topics) = 0 OR topic = '*' OR list_contains($topics, topic))
        AND (len($languages) = 0 OR list_contains($languages, language))
        AND (len($outlets) = 0 OR list_contains($outlets, outlet))
        AND (len($countries) = 0 OR list_contains($countries, country))
        AND (len($kinds) = 0 OR list_contains($kinds, kind))
    GROUP BY ALL
), counted AS (
    SELECT
        day, topic, sum(articles) AS articles, sum(originals) AS originals, sum(stories) AS stories,
        sum(translated) AS translated, count(*) AS outlets, arg_max(outlet, (articles, outlet)) AS largest_outlet,
        max(articles) AS largest
    FROM by_outlet GROUP BY day, topic
), periods AS (
    SELECT day, articles AS read FROM counted WHERE topic = '*'
), topic_starts AS (
    SELECT topic, date_trunc($grain, min(day))::DATE AS first FROM trend_daily
    WHERE topic IN (SELECT unnest($topics)) OR (len($topics) = 0 AND topic <> '*')
    GROUP BY topic
)
SELECT
    periods.day, topic_starts.topic, coalesce(articles, 0)::BIGINT AS articles, coalesce(originals, 0)::BIGINT AS originals,
    coalesce(stories, 0)::BIGINT AS stories, coalesce(translated, 0)::BIGINT AS translated,
    coalesce(outlets, 0)::BIGINT AS outlets, coalesce(largest_outlet, '') AS largest_outlet,
    coalesce(largest, 0)::BIGINT AS largest, read::BIGINT AS read
FROM periods JOIN topic_starts ON topic_starts.first <= periods.day
LEFT JOIN counted ON counted.day = periods.day AND counted.topic = topic_starts.topic
ORDER BY topic_starts.topic, periods.day;
