-- What is alike with the whole stories of it, but for what the batch itself brings. What has lost its text is compared
-- with nothing any more, and keeps its group.
WITH stories AS (
    SELECT DISTINCT story_id FROM article_groups SEMI JOIN alike USING (article_id)
), members AS (
    SELECT article_id FROM article_groups SEMI JOIN stories USING (story_id)
    EXCEPT SELECT article_id FROM incoming_article_sketches
)
SELECT articles.* FROM articles SEMI JOIN members USING (article_id)
WHERE text IS NOT NULL OR len(topics) = 0
ORDER BY article_id;
