-- reads: coverage, unread; returns: coverage since then by country of the outlet, and how many articles were only listed
WITH read AS (
    SELECT outlet_country AS country, count(*) AS articles, count(DISTINCT outlet) AS outlets
    FROM coverage
    WHERE fetched_at >= $since
    GROUP BY outlet_country
), listed AS (
    SELECT country, sum(entries)::BIGINT AS unread FROM unread WHERE day >= $since::DATE GROUP BY country
)
SELECT read.country, read.articles, read.outlets, coalesce(listed.unread, 0) AS unread
FROM read LEFT JOIN listed ON listed.country IS NOT DISTINCT FROM read.country
ORDER BY read.articles DESC, read.country
LIMIT $limit;
