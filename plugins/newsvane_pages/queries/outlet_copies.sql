-- reads: counted_articles; returns: the outlets whose articles an outlet has copied or translated since a day, and those that did so with its articles, most first
-- What only claims to be a translation is counted apart.
WITH pairs AS (
    SELECT outlet = $outlet AS from_others, if(from_others, copied_outlet, outlet) AS other, copy_kind, is_claim
    FROM counted_articles
    WHERE day >= $since AND copied_outlet <> outlet AND (outlet = $outlet OR copied_outlet = $outlet)
)
SELECT
    from_others, other, count(*) FILTER (NOT is_claim) AS articles,
    count(*) FILTER (NOT is_claim AND copy_kind = 'translation') AS translations,
    count(*) FILTER (is_claim) AS only_claimed
FROM pairs
GROUP BY from_others, other
QUALIFY row_number() OVER (PARTITION BY from_others ORDER BY articles DESC, other) <= $limit
ORDER BY from_others DESC, articles DESC, other;
