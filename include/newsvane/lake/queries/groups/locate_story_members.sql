-- reads: articles, incoming_article_sketches, story_members; returns: the row ids of the members of these stories outside the batch, with fetched_at
SELECT rowid, fetched_at FROM articles SEMI JOIN story_members USING (article_id)
WHERE fetched_at >= $since AND article_id NOT IN (SELECT article_id FROM incoming_article_sketches);
