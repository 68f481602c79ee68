-- reads: article_groups, story_changes; returns: the stories that an id may mean, best first: that of an article, the one with this id, and those into which it was merged, step by step
WITH RECURSIVE changed AS (
    SELECT from_story, max_by(to_story, changed_at) AS to_story FROM story_changes GROUP BY from_story
), merged AS (
    SELECT $id AS story_id, 0 AS steps
    UNION ALL
    SELECT changed.to_story, steps + 1 FROM merged JOIN changed ON changed.from_story = merged.story_id WHERE steps < 10
)
SELECT story_id
FROM (SELECT story_id, -1 AS steps FROM article_groups WHERE article_id = $id UNION ALL FROM merged)
GROUP BY story_id
ORDER BY min(steps);
