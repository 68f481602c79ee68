-- reads: articles, grouped_articles; returns: the originals of a story that joined it because they, or their story, resemble another report, with the evidence
SELECT a.outlet, a.language, a.title, a.article_id, g.similar_to, other.outlet AS similar_outlet, g.story_evidence
FROM grouped_articles AS g
JOIN articles AS a ON a.article_id = g.article_id
JOIN articles AS other ON other.article_id = g.similar_to
WHERE g.story_id = $story_id
ORDER BY a.observed_at, a.article_id;
