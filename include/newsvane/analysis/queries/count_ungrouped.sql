-- reads: nearby_articles; returns: how many articles of nearby_articles have no story yet
SELECT count(*) AS articles FROM nearby_articles WHERE story_id IS NULL;
