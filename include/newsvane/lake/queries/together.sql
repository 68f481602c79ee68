-- What is alike, with the whole stories of it; what of the batch is there already, too.
CREATE OR REPLACE TEMP TABLE together AS
WITH stories AS (
    SELECT DISTINCT story_id FROM article_groups SEMI JOIN alike USING (article_id)
)
SELECT article_id, story_id FROM article_groups SEMI JOIN stories USING (story_id);
