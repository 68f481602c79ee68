-- reads: provenance_anomalies; returns: the number of findings per kind
SELECT kind, count(*) AS findings FROM provenance_anomalies GROUP BY kind;
