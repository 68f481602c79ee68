-- reads: article_groups, article_sketches, incoming_article_sketches; writes: probes
-- The batch, and the whole stories of the affected articles, whose neighbours are looked up again.
CREATE OR REPLACE TEMP TABLE probes AS
WITH stories AS (
    SELECT story_id FROM article_groups WHERE article_id IN (SELECT unnest($affected::VARCHAR[]))
), members AS (
    SELECT article_id FROM article_groups SEMI JOIN stories USING (story_id)
    EXCEPT SELECT article_id FROM incoming_article_sketches
)
FROM incoming_article_sketches
UNION ALL FROM article_sketches SEMI JOIN members USING (article_id);
