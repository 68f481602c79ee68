-- reads: article_groups; returns: the story of each of these articles
SELECT article_id, story_id FROM article_groups WHERE article_id IN (SELECT unnest($articles));
