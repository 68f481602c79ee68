-- reads: article_groups, ordered_articles; returns: the articles of a story whose claimed date our polls contradict
SELECT a.outlet, a.article_id, a.published_at AS claimed_at, a.observed_at, a.absent_at, a.date_contradicted
FROM article_groups AS g
JOIN ordered_articles AS a ON a.article_id = g.article_id
WHERE g.story_id = $story_id AND a.date_contradicted
ORDER BY a.outlet, a.published_at, a.article_id;
