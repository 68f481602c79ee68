-- reads: left_copies; returns: the ids of the articles to group again
SELECT article_id FROM left_copies ORDER BY article_id;
