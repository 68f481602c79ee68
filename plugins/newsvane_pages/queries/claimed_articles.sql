-- reads: articles, claims; returns: the articles of other outlets that these pages claim something about, which nothing confirms
SELECT c.article_id, c.kind, c.about_outlet, c.about_article_id, a.title
FROM claims AS c
JOIN articles AS a ON a.article_id = c.about_article_id
WHERE c.article_id IN (SELECT unnest($articles::VARCHAR[])) AND NOT c.is_confirmed
ORDER BY ALL;
