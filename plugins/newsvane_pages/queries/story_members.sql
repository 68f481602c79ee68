-- How the articles of a story are grouped: no more than needed to find them, as this looks through the whole history.
SELECT
    article_id, story_id, copy_of IS NULL AS original, copy_of, copy_kind, score AS copy_score,
    evidence AS copy_evidence, grouped_at
FROM article_groups
WHERE story_id = $story_id;
