-- reads: grouped_articles; returns: how the articles of a story are grouped
-- Only the columns needed to find the articles, because this scans the whole history.
SELECT
    article_id, story_id, original, copy_of, copy_kind, score AS copy_score,
    evidence AS copy_evidence, copy_order, copy_claimed, similar_to, story_evidence, grouped_at
FROM grouped_articles
WHERE story_id = $story_id;
