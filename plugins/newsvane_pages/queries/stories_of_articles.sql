-- reads: article_groups; returns: the story of each of these articles, what they copy, and when they were grouped
SELECT article_id, story_id, grouped_at, copy_of, coalesce(copy_claimed, false) AS copy_claimed, copy_kind, evidence AS copy_evidence
FROM article_groups
WHERE article_id IN (SELECT unnest($articles));
