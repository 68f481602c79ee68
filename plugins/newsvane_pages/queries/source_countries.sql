-- reads: coverage, entries, unread; returns: what sources found since then by country of the outlet, on topic, and how many articles were only listed
-- As in source_kinds, backfilled articles and those read by their address do not count: no source found them.
WITH found AS (
    SELECT c.outlet_country AS country, count(*) AS articles, count(DISTINCT c.outlet) AS outlets
    FROM entries AS e
    JOIN coverage AS c ON c.article_id = e.article_id
    WHERE e.observed_at >= $since
    GROUP BY c.outlet_country
), listed AS (
    SELECT country, sum(entries)::BIGINT AS unread FROM unread WHERE day >= $since::DATE GROUP BY country
)
SELECT found.country, found.articles, found.outlets, coalesce(listed.unread, 0) AS unread
FROM found LEFT JOIN listed ON listed.country IS NOT DISTINCT FROM found.country
ORDER BY found.articles DESC, found.country
LIMIT $limit;
