-- reads: coverage, entries, unread; returns: what sources found since then by country of the outlet, on topic, and how many articles were only listed
-- As in source_kinds, backfilled articles and those read by their address do not count: no source found them. An outlet
-- has one country: that of any of its articles, or else that of $known_outlets and $known_countries, in pairs.
WITH known AS (
    SELECT unnest($known_outlets::VARCHAR[]) AS outlet, unnest($known_countries::VARCHAR[]) AS country
), covered AS (
    SELECT c.outlet, count(*) AS articles, max(c.outlet_country) AS country
    FROM entries AS e
    JOIN coverage AS c ON c.article_id = e.article_id
    WHERE e.observed_at >= $since
    GROUP BY c.outlet
), listed AS (
    SELECT outlet, max(country) AS country, sum(entries)::BIGINT AS unread
    FROM unread
    WHERE day >= $since::DATE
    GROUP BY outlet
)
SELECT
    coalesce(covered.country, listed.country, known.country) AS country,
    coalesce(sum(covered.articles), 0)::BIGINT AS articles, count(covered.outlet) AS outlets,
    coalesce(sum(listed.unread), 0)::BIGINT AS unread
FROM covered
FULL JOIN listed ON listed.outlet = covered.outlet
LEFT JOIN known ON known.outlet = coalesce(covered.outlet, listed.outlet)
GROUP BY 1
ORDER BY articles DESC, unread DESC, country
LIMIT $limit;
