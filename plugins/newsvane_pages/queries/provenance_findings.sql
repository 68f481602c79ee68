-- reads: anomalies, article_groups, articles; returns: the latest findings, with the article and its story
-- side: of a filter by outlet: by or about the outlet, or mirror; null: no filter.
WITH latest AS MATERIALIZED (
    FROM anomalies WHERE $kind IS NULL OR kind = $kind
    ORDER BY found_at DESC, kind, outlet, other_outlet, article_id, words
    LIMIT $limit
)
SELECT
    p.kind, p.outlet, p.other_outlet, p.found_at, p.words, p.article_id, a.title, a.url,
    coalesce(g.story_id, a.article_id) AS story_id,
    CASE WHEN $outlet IS NULL THEN NULL WHEN p.kind = 'mirror' THEN 'mirror' WHEN p.outlet = $outlet THEN 'by' ELSE 'about' END
        AS side
FROM latest AS p
LEFT JOIN (FROM articles SEMI JOIN latest USING (article_id)) AS a ON a.article_id = p.article_id
LEFT JOIN (FROM article_groups SEMI JOIN latest USING (article_id)) AS g ON g.article_id = p.article_id
ORDER BY p.found_at DESC, p.kind, p.outlet, p.other_outlet, p.article_id, p.words;
