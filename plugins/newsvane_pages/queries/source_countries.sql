-- reads: articles, entries, own_feeds, unread; returns: what sources found since then by country of the outlet, on topic, and how many articles were only listed
-- As in source_kinds, backfilled articles and those read by their address do not count: no source found them. An outlet
-- has one country: that of any of its articles, or else that of $known_outlets and $known_countries, in pairs.
-- Outlets and their countries are as in the view coverage, which would join all groupings.
WITH known AS (
    SELECT unnest($known_outlets::VARCHAR[]) AS outlet, unnest($known_countries::VARCHAR[]) AS country
), covered AS (
    SELECT a.outlet, count(*) AS articles, max(coalesce(f.country, a.country)) AS country
    FROM entries AS e
    JOIN articles AS a ON a.article_id = e.article_id
    LEFT JOIN own_feeds AS f ON f.feed_id = a.feed_id AND f.outlet IN (a.outlet, '')
    WHERE e.observed_at >= $since AND len(a.topics) > 0
    GROUP BY a.outlet
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
