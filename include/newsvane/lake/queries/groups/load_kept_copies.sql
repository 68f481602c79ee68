-- reads: article_groups, story_members; returns: the copies in these stories whose original may have another text now
SELECT article_id, copy_of, copy_kind, score, story_id, evidence, copy_order, copy_claimed, copied_text
FROM article_groups SEMI JOIN story_members USING (article_id)
WHERE copied_text IS NOT NULL OR list_contains($changed::VARCHAR[], copy_of);
