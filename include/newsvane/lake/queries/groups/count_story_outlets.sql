-- reads: article_groups, articles; returns: the number of outlets of each of these stories
SELECT g.story_id, count(DISTINCT a.outlet)::INTEGER AS outlets
FROM article_groups AS g JOIN articles AS a USING (article_id)
WHERE g.story_id IN (SELECT unnest($story_ids::VARCHAR[]))
GROUP BY g.story_id;
