-- reads: articles; returns: all articles, newest first
SELECT * FROM articles ORDER BY least(published_at, fetched_at) DESC, article_id;
