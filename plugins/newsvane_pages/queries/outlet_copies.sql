-- reads: articles, grouped_articles; returns: the outlets whose articles an outlet has copied or translated since a time, and those that did so with its articles, most first
-- What only claims to be a translation is counted apart. Most originals were read shortly before their copies, so that
-- the rest of the articles is only looked through for the others.
WITH copies AS MATERIALIZED (
    SELECT a.outlet, g.copy_of, g.copy_kind, coalesce(g.is_claim, false) AS is_claim
    FROM grouped_articles AS g
    JOIN articles AS a ON a.article_id = g.article_id
    WHERE g.grouped_at >= $since AND g.copy_of IS NOT NULL AND a.fetched_at >= $since
), recent AS MATERIALIZED (
    SELECT article_id, outlet FROM articles SEMI JOIN copies ON copy_of = article_id
    WHERE fetched_at >= $since - INTERVAL 7 DAY
), sources AS (
    FROM recent
    UNION ALL
    SELECT article_id, articles.outlet
    FROM articles SEMI JOIN (FROM copies ANTI JOIN recent ON article_id = copy_of) AS missing ON copy_of = article_id
    WHERE fetched_at < $since - INTERVAL 7 DAY
), pairs AS (
    SELECT c.outlet = $outlet AS from_others, if(from_others, s.outlet, c.outlet) AS other, c.copy_kind, c.is_claim
    FROM copies AS c
    JOIN sources AS s ON s.article_id = c.copy_of
    WHERE (c.outlet = $outlet) <> (s.outlet = $outlet)
)
SELECT
    from_others, other, count(*) FILTER (NOT is_claim) AS articles,
    count(*) FILTER (NOT is_claim AND copy_kind = 'translation') AS translations,
    count(*) FILTER (is_claim) AS only_claimed
FROM pairs
GROUP BY from_others, other
QUALIFY row_number() OVER (PARTITION BY from_others ORDER BY articles DESC, other) <= $limit
ORDER BY from_others DESC, articles DESC, other;
