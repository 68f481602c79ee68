-- reads: article_groups, articles; returns: the latest texts that each of these pairs of outlets shares, and how many there are
WITH pairs AS (
    SELECT unnest($outlets::VARCHAR[]) AS outlet, unnest($others::VARCHAR[]) AS other_outlet
), shared AS (
    SELECT a.outlet, b.outlet AS other_outlet, max_by(a.article_id, a.fetched_at) AS article_id, max(a.fetched_at) AS found_at
    FROM pairs
    JOIN articles AS a ON a.outlet = pairs.outlet
    JOIN articles AS b ON b.outlet = pairs.other_outlet AND b.text_hash = a.text_hash
    WHERE a.text_hash <> '' AND a.words >= 50
    GROUP BY a.outlet, b.outlet, a.text_hash
)
SELECT
    s.outlet, s.other_outlet, a.article_id, a.title, coalesce(g.story_id, a.article_id) AS story_id,
    count(*) OVER (PARTITION BY s.outlet, s.other_outlet) AS texts
FROM shared AS s
JOIN articles AS a ON a.article_id = s.article_id
LEFT JOIN article_groups AS g ON g.article_id = s.article_id
QUALIFY row_number() OVER (PARTITION BY s.outlet, s.other_outlet ORDER BY s.found_at DESC, s.article_id) <= $limit
ORDER BY s.outlet, s.other_outlet, s.found_at DESC, s.article_id;
