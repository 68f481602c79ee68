-- reads: trend_daily; returns: the outlets, languages and countries of articles on topic, the most frequent outlets first
WITH counted AS (
    SELECT outlet, language, country, sum(articles) AS articles FROM trend_daily
    WHERE topic <> '*'
    GROUP BY ALL
)
SELECT
    (SELECT coalesce(list(outlet ORDER BY articles DESC, outlet)[:$limit], [])
     FROM (SELECT outlet, sum(articles) AS articles FROM counted WHERE outlet <> '' GROUP BY outlet)) AS outlets,
    (SELECT coalesce(list(DISTINCT language ORDER BY language), []) FROM counted WHERE language <> 'und') AS languages,
    (SELECT coalesce(list(DISTINCT country ORDER BY country), []) FROM counted WHERE country <> '') AS countries;
