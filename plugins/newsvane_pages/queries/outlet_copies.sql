-- reads: articles, grouped_articles; returns: the outlets whose articles an outlet has copied or translated since a time, and those that did so with its articles, most first
-- What only claims to be a translation is counted apart.
WITH copies AS MATERIALIZED (
    SELECT a.outlet, g.copy_of, g.copy_kind, g.original AS is_claim
    FROM grouped_articles AS g
    JOIN articles AS a ON a.article_id = g.article_id
    WHERE g.grouped_at >= $since AND g.copy_of IS NOT NULL AND a.fetched_at >= $since
), pairs AS (
    SELECT c.outlet = $outlet AS from_others, if(from_others, a.outlet, c.outlet) AS other, c.copy_kind, c.is_claim
    FROM copies AS c
    JOIN articles AS a ON a.article_id = c.copy_of
    WHERE (c.outlet = $outlet) <> (a.outlet = $outlet)
)
SELECT
    from_others, other, count(*) FILTER (NOT is_claim) AS articles,
    count(*) FILTER (NOT is_claim AND copy_kind = 'translation') AS translations,
    count(*) FILTER (is_claim) AS only_claimed
FROM pairs
GROUP BY from_others, other
QUALIFY row_number() OVER (PARTITION BY from_others ORDER BY articles DESC, other) <= $limit
ORDER BY from_others DESC, articles DESC, other;
