-- reads: articles; returns: how many articles, of an outlet if given, are dated, how many of these could be checked and are contradicted
SELECT
    count(published_at) AS dated,
    count(*) FILTER (published_at IS NOT NULL AND (absent_at IS NOT NULL OR date_contradicted)) AS checked,
    count(*) FILTER (date_contradicted) AS contradicted
FROM articles
WHERE $outlet IS NULL OR outlet = $outlet;
