-- reads: provenance_anomalies; returns: the number of findings per kind, and how many of them are claims of others about the outlet
SELECT kind, count(*) AS findings, count(*) FILTER (kind <> 'mirror' AND other_outlet = $outlet) AS about
FROM provenance_anomalies
WHERE $outlet IS NULL OR outlet = $outlet OR other_outlet = $outlet
GROUP BY kind;
