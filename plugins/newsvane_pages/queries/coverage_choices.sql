-- reads: trend_daily; returns: the languages, countries and outlets to choose from, the most frequent outlets first
WITH counted AS (
    SELECT language, country, outlet, sum(articles) AS articles FROM trend_daily
    WHERE day >= $since AND topic <> '*'
    GROUP BY language, country, outlet
)
SELECT
    (SELECT coalesce(list(DISTINCT language ORDER BY language), []) FROM counted) AS languages,
    (SELECT coalesce(list(DISTINCT country ORDER BY country) FILTER (country IS NOT NULL), []) FROM counted) AS countries,
    (SELECT coalesce(list(outlet ORDER BY articles DESC, outlet)[:200], [])
     FROM (SELECT outlet, sum(articles) AS articles FROM counted GROUP BY outlet)) AS outlets;
