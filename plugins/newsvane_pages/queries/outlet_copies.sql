-- reads: article_groups, articles; returns: the outlets whose articles an outlet has copied or translated since a time, and those that did so with its articles, most first
WITH copies AS (
    SELECT a.outlet, g.copy_of, g.copy_kind, coalesce(g.copy_claimed, false) AS claimed
    FROM articles AS a JOIN article_groups AS g ON g.article_id = a.article_id
    WHERE a.fetched_at >= $since AND g.grouped_at >= $since AND g.copy_of IS NOT NULL
), pairs AS (
    SELECT c.outlet AS copier, source.outlet AS origin, c.copy_kind, c.claimed
    FROM copies AS c JOIN articles AS source ON source.article_id = c.copy_of
    WHERE source.outlet <> c.outlet AND (c.outlet = $outlet OR source.outlet = $outlet)
)
SELECT
    copier = $outlet AS from_others, if(copier = $outlet, origin, copier) AS other, count(*) AS articles,
    count(*) FILTER (copy_kind = 'translation') AS translations, count(*) FILTER (claimed) AS claimed
FROM pairs
GROUP BY from_others, other
QUALIFY row_number() OVER (PARTITION BY from_others ORDER BY articles DESC, other) <= $limit
ORDER BY from_others DESC, articles DESC, other;
