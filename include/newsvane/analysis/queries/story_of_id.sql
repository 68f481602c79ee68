-- reads: article_groups, story_changes; returns: the story that is meant by the id of a story, an earlier id of it or that of one of its articles
SELECT coalesce(
    (SELECT story_id FROM article_groups WHERE $id IN (story_id, article_id) ORDER BY story_id <> $id LIMIT 1),
    (SELECT max_by(to_story, changed_at) FROM story_changes WHERE from_story = $id),
    $id
) AS story_id;
