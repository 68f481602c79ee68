-- reads: article_groups, neighbours; writes: story_members
CREATE OR REPLACE TEMP TABLE story_members AS
WITH stories AS (
    SELECT DISTINCT story_id FROM article_groups SEMI JOIN neighbours USING (article_id)
)
SELECT article_id, story_id FROM article_groups SEMI JOIN stories USING (story_id);
