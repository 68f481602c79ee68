-- reads: articles; returns: the articles in these rows that can be compared
SELECT * FROM articles
WHERE fetched_at BETWEEN $first AND $last AND rowid IN ($rows) AND (text IS NOT NULL OR len(topics) = 0)
ORDER BY article_id;
