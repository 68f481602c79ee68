-- reads: article_groups, landed_groups; writes: story_changes
INSERT INTO story_changes BY NAME
WITH moves AS (
    SELECT story_before AS from_story, story_id AS to_story, list(article_id ORDER BY article_id) AS articles
    FROM landed_groups
    WHERE story_before <> story_id
    GROUP BY ALL
), before AS (
    SELECT story_before AS story_id FROM landed_groups WHERE story_before IS NOT NULL
    UNION
    SELECT story_id FROM article_groups ANTI JOIN landed_groups USING (article_id)
    WHERE story_id IN (SELECT to_story FROM moves)
)
SELECT
    $changed_at::TIMESTAMPTZ AS changed_at,
    CASE
        WHEN to_story NOT IN (SELECT story_id FROM before) THEN 'split'
        WHEN from_story NOT IN (SELECT story_id FROM article_groups WHERE story_id IN (SELECT from_story FROM moves))
            THEN 'merge'
        ELSE 'moved'
    END AS kind,
    from_story, to_story, articles, $run_id AS run_id
FROM moves
ORDER BY from_story, to_story;
