-- reads: outlet_articles; returns: how many articles an outlet has in a period, how many on topic appeared since a time, when the newest of these appeared and were read, at the earliest, and how many dates that it claims our polls could check and contradict, as in outlet_provenance
WITH newest AS (
    SELECT appeared_at, fetched_at FROM outlet_articles WHERE on_topic AND appeared_at >= $since
    QUALIFY rank() OVER (ORDER BY appeared_at DESC) <= $limit
)
SELECT
    count(*) AS articles, count(*) FILTER (on_topic AND appeared_at >= $since) AS matching,
    count(*) FILTER (is_checked) AS checked, count(*) FILTER (date_contradicted) AS contradicted,
    (SELECT min(appeared_at) FROM newest) AS newest_since, (SELECT min(fetched_at) FROM newest) AS read_since
FROM outlet_articles;
