-- The batch, and the stories of what is touched: what they are like is looked up anew.
CREATE OR REPLACE TEMP TABLE probes AS
WITH stories AS (
    SELECT story_id FROM article_groups WHERE article_id IN (SELECT unnest($touched::VARCHAR[]))
), members AS (
    SELECT article_id FROM article_groups SEMI JOIN stories USING (story_id)
    EXCEPT SELECT article_id FROM incoming_article_sketches
)
FROM incoming_article_sketches
UNION ALL FROM article_sketches SEMI JOIN members USING (article_id);
