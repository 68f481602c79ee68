SELECT topic, count(DISTINCT outlet) AS outlets FROM trend_daily WHERE day >= $since GROUP BY topic;
