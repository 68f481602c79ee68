-- reads: article_groups, stories, story_changes; returns: the row of a story, found by its id, by an earlier id or by one of its articles
WITH named AS (
    SELECT $id AS story_id
    UNION ALL
    SELECT story_id FROM article_groups WHERE article_id = $id
    UNION ALL
    SELECT max_by(to_story, changed_at) FROM story_changes WHERE from_story = $id
)
SELECT stories.* FROM stories SEMI JOIN named USING (story_id);
