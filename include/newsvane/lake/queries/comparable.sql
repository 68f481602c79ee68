SELECT * FROM articles
WHERE rowid IN ($rows) AND (text IS NOT NULL OR len(topics) = 0)
ORDER BY article_id;
