-- reads: article_groups, article_revisions; returns: the articles of a story, and whether any of their texts has changed
SELECT article_id, article_id IN (SELECT article_id FROM article_revisions) AS revised FROM article_groups WHERE story_id = $story_id;
