-- reads: stories; returns: the row of a story
FROM stories WHERE story_id = $story_id;
