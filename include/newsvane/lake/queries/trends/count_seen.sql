-- reads: seen_daily; returns: how much was seen per period, on topic or not
SELECT date_trunc($grain, day)::DATE AS day, sum(articles)::BIGINT AS articles
FROM seen_daily
WHERE topic = '*' AND day >= $since AND day <= coalesce($until, day)
    AND (len($languages) = 0 OR list_contains($languages, language))
    AND (len($outlets) = 0 OR list_contains($outlets, outlet))
    AND (len($countries) = 0 OR list_contains($countries, country))
    AND (len($kinds) = 0 OR list_contains($kinds, kind))
GROUP BY ALL;
