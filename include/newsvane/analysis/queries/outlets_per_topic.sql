-- reads: trend_daily; returns: the number of outlets with coverage, per topic
SELECT topic, count(DISTINCT outlet) AS outlets
FROM trend_daily
WHERE day BETWEEN $since AND $until
    AND (len($languages) = 0 OR language IN (SELECT unnest($languages)))
    AND (len($outlets) = 0 OR outlet IN (SELECT unnest($outlets)))
    AND (len($countries) = 0 OR country IN (SELECT unnest($countries)))
    AND (len($kinds) = 0 OR kind IN (SELECT unnest($kinds)))
GROUP BY topic;
