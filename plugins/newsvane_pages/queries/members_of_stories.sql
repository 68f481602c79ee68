-- reads: grouped_articles; returns: the articles of some stories, what each copies, and whether it merely claims to translate it
-- Only the columns needed to find the articles, because this scans the whole history.
SELECT story_id, article_id, copy_of, coalesce(is_claim, false) AS is_claim, grouped_at FROM grouped_articles WHERE list_contains($stories, story_id);
