-- reads: article_groups; returns: the story of each of these articles, and when they were grouped
SELECT article_id, story_id, grouped_at FROM article_groups WHERE article_id IN (SELECT unnest($articles));
