SELECT rowid, fetched_at FROM articles SEMI JOIN together USING (article_id)
WHERE fetched_at >= $since AND article_id NOT IN (SELECT article_id FROM incoming_article_sketches);
