-- reads: articles, feeds; returns: country, kind and language of an outlet, as its sources say, or else its articles, null if not known; how many articles it has, and how many dates that they claim our polls could check and contradict, as in outlet_provenance
WITH listed AS (
    SELECT max(country) AS country, max(nullif(kind, 'other')) AS kind FROM feeds WHERE outlet = $outlet
), written AS (
    SELECT
        max_by(country, fetched_at) FILTER (country IS NOT NULL) AS country,
        max_by(outlet_kind, fetched_at) FILTER (outlet_kind <> 'other') AS kind,
        mode(language) FILTER (language <> 'und') AS language, count(*) AS articles,
        count(*) FILTER (published_at IS NOT NULL AND (absent_at IS NOT NULL OR date_contradicted)) AS checked,
        count(*) FILTER (date_contradicted) AS contradicted
    FROM articles WHERE outlet = $outlet
)
SELECT
    coalesce(listed.country, written.country) AS country, coalesce(listed.kind, written.kind) AS kind, written.language,
    written.articles, written.checked, written.contradicted
FROM listed, written;
