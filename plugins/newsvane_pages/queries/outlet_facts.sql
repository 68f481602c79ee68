-- reads: articles, feeds; returns: country, kind and language of an outlet, as its sources say, or else its articles; null: not known
WITH listed AS (
    SELECT max(country) AS country, max(nullif(kind, 'other')) AS kind FROM feeds WHERE outlet = $outlet
), written AS (
    SELECT
        max_by(country, fetched_at) FILTER (country IS NOT NULL) AS country,
        max_by(outlet_kind, fetched_at) FILTER (outlet_kind <> 'other') AS kind,
        mode(language) FILTER (language <> 'und') AS language
    FROM articles WHERE outlet = $outlet
)
SELECT coalesce(listed.country, written.country) AS country, coalesce(listed.kind, written.kind) AS kind, written.language
FROM listed, written;
