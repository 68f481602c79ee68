-- reads: articles, grouped_articles; returns: the outlets whose articles an outlet has copied or translated since a time, and those that did so with its articles, most first
-- What only claims to be a translation is counted apart. Most originals were read shortly before their copies, so that
-- the rest of the articles is only looked through for the others.
WITH copies AS MATERIALIZED (
    SELECT a.article_id, a.outlet, g.copy_of, g.copy_kind, g.original AS is_claim
    FROM grouped_articles AS g
    JOIN articles AS a ON a.article_id = g.article_id
    WHERE g.grouped_at >= $since AND g.copy_of IS NOT NULL AND a.fetched_at >= $since
), recent AS MATERIALIZED (
    SELECT c.article_id, a.outlet AS source
    FROM copies AS c
    JOIN articles AS a ON a.article_id = c.copy_of
    WHERE a.fetched_at >= $since - INTERVAL 7 DAY
), sources AS (
    FROM recent
    UNION ALL
    SELECT c.article_id, a.outlet
    FROM (FROM copies ANTI JOIN recent USING (article_id)) AS c
    JOIN articles AS a ON a.article_id = c.copy_of
    WHERE a.fetched_at < $since - INTERVAL 7 DAY
), pairs AS (
    SELECT c.outlet = $outlet AS from_others, if(from_others, s.source, c.outlet) AS other, c.copy_kind, c.is_claim
    FROM copies AS c
    JOIN sources AS s ON s.article_id = c.article_id
    WHERE (c.outlet = $outlet) <> (s.source = $outlet)
)
SELECT
    from_others, other, count(*) FILTER (NOT is_claim) AS articles,
    count(*) FILTER (NOT is_claim AND copy_kind = 'translation') AS translations,
    count(*) FILTER (is_claim) AS only_claimed
FROM pairs
GROUP BY from_others, other
QUALIFY row_number() OVER (PARTITION BY from_others ORDER BY articles DESC, other) <= $limit
ORDER BY from_others DESC, articles DESC, other;
