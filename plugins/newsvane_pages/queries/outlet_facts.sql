-- reads: feeds, trend_daily; returns: country, kind and language of an outlet, as its sources say, or else its articles, null if not known; and how many articles of it were counted
WITH listed AS (
    SELECT max(country) AS country, max(nullif(kind, 'other')) AS kind FROM feeds WHERE outlet = $outlet
), written AS (
    SELECT
        max_by(country, day) FILTER (country IS NOT NULL) AS country,
        max_by(kind, day) FILTER (kind <> 'other') AS kind, sum(articles)::BIGINT AS articles,
        arg_max(language, of_language) FILTER (language <> 'und') AS language
    FROM (
        SELECT country, kind, day, language, articles, sum(articles) OVER (PARTITION BY language) AS of_language
        FROM trend_daily WHERE outlet = $outlet AND topic = '*'
    )
)
SELECT
    coalesce(listed.country, written.country) AS country, coalesce(listed.kind, written.kind) AS kind, written.language,
    coalesce(written.articles, 0) AS articles
FROM listed, written;
