-- reads: feeds, trend_daily; returns: country, kind and language of an outlet, null if not known: as its sources say (listed), and as its counted articles say, of which there are so many
WITH listed AS (
    SELECT max(country) AS country, max(nullif(kind, 'other')) AS kind FROM feeds WHERE outlet = $outlet
), counted AS (
    SELECT
        max_by(country, (day, country)) FILTER (country IS NOT NULL) AS country,
        max_by(kind, (day, kind)) FILTER (kind <> 'other') AS kind, sum(articles)::BIGINT AS articles,
        arg_max(language, (of_language, language)) FILTER (language <> 'und') AS language
    FROM (
        SELECT country, kind, day, language, articles, sum(articles) OVER (PARTITION BY language) AS of_language
        FROM trend_daily WHERE outlet = $outlet AND topic = '*'
    )
)
SELECT
    listed.country AS listed_country, listed.kind AS listed_kind, counted.country, counted.kind, counted.language,
    coalesce(counted.articles, 0) AS articles
FROM listed, counted;
