-- reads: outlet_provenance; returns: the outlets whose dates polls contradict, the worst first; of a filter, that outlet
SELECT * FROM outlet_provenance
WHERE contradicted > 0 AND ($outlet IS NULL OR outlet = $outlet)
ORDER BY contradicted DESC, outlet
LIMIT $limit;
