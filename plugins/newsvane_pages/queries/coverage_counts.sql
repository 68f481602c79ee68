SELECT
    day, topic, sum(articles)::INTEGER AS articles, sum(originals)::INTEGER AS originals,
    sum(stories)::INTEGER AS stories, sum(translated)::INTEGER AS translated, count(DISTINCT outlet)::INTEGER AS outlets
FROM trend_daily
WHERE day >= $since AND topic <> '*' AND ($topic IS NULL OR topic = $topic)
    AND ($language IS NULL OR language = $language) AND ($outlet IS NULL OR outlet = $outlet)
    AND ($kind IS NULL OR outlet IN (SELECT outlet FROM feeds WHERE kind = $kind))
GROUP BY day, topic
ORDER BY topic, day;
