-- reads: articles; returns: how many dates that an outlet claims our polls could check and contradict, as in outlet_provenance; nothing if it has no article
SELECT
    count(*) FILTER (published_at IS NOT NULL AND (absent_at IS NOT NULL OR date_contradicted)) AS checked,
    count(*) FILTER (date_contradicted) AS contradicted
FROM articles WHERE outlet = $outlet
HAVING count(*) > 0;
