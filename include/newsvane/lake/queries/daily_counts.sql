SELECT
    day, topic, sum(articles)::INTEGER AS articles, sum(originals)::INTEGER AS originals,
    sum(stories)::INTEGER AS stories, sum(translated)::INTEGER AS translated, count(DISTINCT outlet) AS outlets
FROM trend_daily
WHERE day >= $since AND (topic = $topic OR ($topic IS NULL AND topic <> '*'))
GROUP BY day, topic
ORDER BY topic, day;
