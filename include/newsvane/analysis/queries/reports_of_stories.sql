-- reads: grouped_articles; returns: the articles of some stories that were grouped since a time, without those that merely claim to be translations
SELECT story_id, article_id, grouped_at
FROM grouped_articles
WHERE list_contains($stories, story_id) AND grouped_at >= $since AND NOT (original AND copy_of IS NOT NULL);
