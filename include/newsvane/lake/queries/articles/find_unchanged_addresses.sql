-- reads: landed_articles, stored_articles; returns: the ids and addresses of the stored articles that have not changed
SELECT article_id, url FROM stored_articles ANTI JOIN landed_articles USING (article_id);
