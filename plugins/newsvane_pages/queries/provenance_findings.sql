-- reads: article_groups, articles, provenance_anomalies; returns: the latest findings, with the article and its story
SELECT p.kind, p.outlet, p.other_outlet, p.found_at, p.words, p.article_id, a.title, a.url, coalesce(g.story_id, a.article_id) AS story_id
FROM provenance_anomalies AS p
LEFT JOIN articles AS a ON a.article_id = p.article_id
LEFT JOIN article_groups AS g ON g.article_id = p.article_id
WHERE ($kind IS NULL OR p.kind = $kind) AND ($outlet IS NULL OR p.outlet = $outlet OR p.other_outlet = $outlet)
ORDER BY p.found_at DESC, p.outlet, p.article_id
LIMIT $limit;
