-- reads: articles; returns: outlet and title of each of these articles that was read in a time
SELECT article_id, outlet, title FROM articles
WHERE fetched_at BETWEEN $since AND $until AND article_id IN (SELECT unnest($articles::VARCHAR[]));
