-- reads: articles, grouped_articles; returns: the outlets whose articles an outlet has copied or translated since a time, and those that did so with its articles, most first
-- What only claims to be a translation is counted apart.
WITH own AS (
    SELECT article_id, fetched_at FROM articles WHERE outlet = $outlet
), copies AS (
    SELECT article_id, copy_of, copy_kind, original AS is_claim FROM grouped_articles
    WHERE grouped_at >= $since AND copy_of IS NOT NULL
), pairs AS (
    SELECT true AS from_others, copy_of AS other_id, copy_kind, is_claim
    FROM copies JOIN own ON own.article_id = copies.article_id AND own.fetched_at >= $since
    UNION ALL
    SELECT false, copies.article_id, copy_kind, is_claim FROM copies JOIN own ON own.article_id = copies.copy_of
), named AS (
    SELECT from_others, a.outlet AS other, copy_kind, is_claim
    FROM pairs JOIN articles AS a ON a.article_id = pairs.other_id
    WHERE a.outlet <> $outlet AND (from_others OR a.fetched_at >= $since)
)
SELECT
    from_others, other, count(*) FILTER (NOT is_claim) AS articles,
    count(*) FILTER (NOT is_claim AND copy_kind = 'translation') AS translations,
    count(*) FILTER (is_claim) AS only_claimed
FROM named
GROUP BY from_others, other
QUALIFY row_number() OVER (PARTITION BY from_others ORDER BY articles DESC, other) <= $limit
ORDER BY from_others DESC, articles DESC, other;
