-- reads: article_revisions, articles; returns: the pages, of an outlet if given, that changed what they claim, the latest change first
SELECT r.article_id, a.outlet, a.title, max(r.revised_at) AS revised_at
FROM article_revisions AS r
JOIN articles AS a ON a.article_id = r.article_id
WHERE list_has_any(r.changed, ['translation', 'alternates', 'claimed_url']) AND ($outlet IS NULL OR a.outlet = $outlet)
GROUP BY r.article_id, a.outlet, a.title
ORDER BY max(r.revised_at) DESC, r.article_id
LIMIT $limit;
