-- reads: ruled_articles; returns: the articles whose facts are due to be deleted
SELECT article_id, title, fetched_at FROM ruled_articles WHERE fetched_at < $now - facts_days * INTERVAL 1 DAY;
