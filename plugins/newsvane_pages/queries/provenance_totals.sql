-- reads: anomalies; returns: the number of findings per kind, and how many of them are claims of others about the outlet
-- What one page claims of several articles is one finding.
SELECT kind, count(DISTINCT about) AS findings, count(DISTINCT about) FILTER (kind <> 'mirror' AND other_outlet = $outlet) AS about
FROM (
    SELECT *, if(kind = 'one_sided_claim', article_id, row_number() OVER ()::VARCHAR) AS about FROM anomalies
)
GROUP BY kind;
