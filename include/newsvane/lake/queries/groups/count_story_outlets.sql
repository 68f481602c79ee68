-- reads: articles, grouped_articles; returns: the number of outlets of each of these stories, and of those with an original that does not claim to be a translation
-- What merely claims to be a translation counts only in a story of nothing else.
SELECT
    g.story_id,
    coalesce(nullif(count(DISTINCT a.outlet) FILTER (NOT g.original OR g.copy_of IS NULL), 0), count(DISTINCT a.outlet))::INTEGER AS outlets,
    count(DISTINCT a.outlet) FILTER (g.copy_of IS NULL)::INTEGER AS independent_outlets
FROM grouped_articles AS g JOIN articles AS a USING (article_id)
WHERE g.story_id IN (SELECT unnest($story_ids::VARCHAR[]))
GROUP BY g.story_id;
