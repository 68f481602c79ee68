-- reads: trend_daily; returns: the languages and outlets to choose from, the most frequent outlets first
WITH counted AS (
    SELECT language, outlet, sum(articles) AS articles FROM trend_daily
    WHERE day >= $since AND topic <> '*'
    GROUP BY language, outlet
)
SELECT
    (SELECT coalesce(list(DISTINCT language ORDER BY language), []) FROM counted) AS languages,
    (SELECT coalesce(list(outlet ORDER BY articles DESC, outlet)[:200], [])
     FROM (SELECT outlet, sum(articles) AS articles FROM counted GROUP BY outlet)) AS outlets;
