-- reads: provenance_anomalies; writes: anomalies
-- The findings, of an outlet if given, for the queries that follow: to find them takes longer than anything else.
CREATE OR REPLACE TEMP TABLE anomalies AS
FROM provenance_anomalies WHERE $outlet IS NULL OR outlet = $outlet OR other_outlet = $outlet;
