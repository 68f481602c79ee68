-- reads: articles; returns: when each of these articles was first read
SELECT article_id, fetched_at, outlet FROM articles
WHERE fetched_at BETWEEN $since AND $until AND article_id IN (SELECT unnest($articles));
