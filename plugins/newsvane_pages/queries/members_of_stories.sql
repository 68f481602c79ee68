-- reads: grouped_articles; returns: the articles of some stories, and what each copies or claims to translate
-- Only the columns needed to find the articles, because this scans the whole history.
SELECT story_id, article_id, copy_of, grouped_at FROM grouped_articles WHERE list_contains($stories, story_id);
