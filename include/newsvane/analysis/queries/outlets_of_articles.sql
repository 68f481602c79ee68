-- reads: coverage; returns: the outlet of each of these articles
SELECT article_id, outlet FROM coverage WHERE article_id IN (SELECT unnest($articles::VARCHAR[]));
