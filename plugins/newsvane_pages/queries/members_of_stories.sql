-- reads: grouped_articles; returns: the articles of some stories, and whether each is an original
-- Only the columns needed to find the articles, because this scans the whole history.
SELECT story_id, article_id, original, grouped_at FROM grouped_articles WHERE story_id IN (SELECT unnest($stories));
