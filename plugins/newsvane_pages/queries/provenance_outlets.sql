-- reads: articles; returns: how many articles of each outlet, or of one if given, are dated, how many of these polls could check, and how many they contradict, as in outlet_provenance; the worst first
SELECT
    outlet, count(*) AS articles, count(published_at) AS dated,
    count(*) FILTER (published_at IS NOT NULL AND (absent_at IS NOT NULL OR date_contradicted)) AS checked,
    count(*) FILTER (date_contradicted) AS contradicted,
    round(100 * contradicted / nullif(checked, 0), 1) AS percent_contradicted,
    max(observed_at) FILTER (date_contradicted) AS last_contradicted_at
FROM articles
WHERE $outlet IS NULL OR outlet = $outlet
GROUP BY outlet
ORDER BY contradicted DESC, outlet;
