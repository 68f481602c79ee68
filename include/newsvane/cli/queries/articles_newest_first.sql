-- reads: articles; returns: the articles of the days since $since, or all if it is null, newest first
SELECT * FROM articles
WHERE $since IS NULL OR least(published_at, fetched_at) >= $since::DATE::TIMESTAMP AT TIME ZONE 'UTC'
ORDER BY least(published_at, fetched_at) DESC, article_id;
