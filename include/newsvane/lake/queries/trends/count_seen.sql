-- reads: seen_daily; returns: how much was seen per period, on topic or not
SELECT date_trunc($grain, day)::DATE AS day, sum(articles)::BIGINT AS articles
FROM seen_daily
WHERE topic = '*' AND day >= $since AND day <= coalesce($until, day)
    AND (len($languages) = 0 OR language IN (SELECT unnest($languages)))
    AND (len($outlets) = 0 OR outlet IN (SELECT unnest($outlets)))
    AND (len($countries) = 0 OR country IN (SELECT unnest($countries)))
    AND (len($kinds) = 0 OR kind IN (SELECT unnest($kinds)))
GROUP BY ALL;
