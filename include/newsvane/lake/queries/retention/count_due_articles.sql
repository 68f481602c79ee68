-- reads: ruled_articles; returns: per outlet, how many texts and how many articles are due to be deleted by a rule
SELECT
    outlet,
    count(*) FILTER (has_text AND fetched_at < $now - text_days * INTERVAL 1 DAY) AS texts,
    count(*) FILTER (fetched_at < $now - facts_days * INTERVAL 1 DAY) AS facts
FROM ruled_articles
GROUP BY outlet
HAVING texts + facts > 0
ORDER BY outlet;
