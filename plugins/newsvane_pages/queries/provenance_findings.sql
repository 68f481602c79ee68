-- reads: article_groups, articles, provenance_anomalies; returns: the latest findings, with the article and its story
-- side: of a filter by outlet: by or about the outlet, or mirror; null: no filter.
SELECT
    p.kind, p.outlet, p.other_outlet, p.found_at, p.words, p.article_id, a.title, a.url,
    coalesce(g.story_id, a.article_id) AS story_id,
    CASE WHEN $outlet IS NULL THEN NULL WHEN p.kind = 'mirror' THEN 'mirror' WHEN p.outlet = $outlet THEN 'by' ELSE 'about' END
        AS side
FROM provenance_anomalies AS p
LEFT JOIN articles AS a ON a.article_id = p.article_id
LEFT JOIN article_groups AS g ON g.article_id = p.article_id
WHERE ($kind IS NULL OR p.kind = $kind) AND ($outlet IS NULL OR p.outlet = $outlet OR p.other_outlet = $outlet)
ORDER BY p.found_at DESC, p.kind, p.outlet, p.other_outlet, p.article_id, p.words
LIMIT $limit;
