-- reads: outlet_provenance; returns: the outlets whose dates polls contradict, the worst first
SELECT * FROM outlet_provenance WHERE contradicted > 0 ORDER BY contradicted DESC, outlet LIMIT $limit;
