-- reads: article_groups, incoming_article_groups; writes: article_groups, landed_groups
CREATE OR REPLACE TEMP TABLE landed_groups AS
WITH offered AS (
    FROM incoming_article_groups QUALIFY row_number() OVER (PARTITION BY article_id ORDER BY story_id) = 1
)
SELECT offered.*, stored.copy_of AS copy_before, stored.story_id AS story_before
FROM offered
LEFT JOIN article_groups AS stored ON stored.article_id = offered.article_id
WHERE stored.article_id IS NULL
    OR (offered.copy_of, offered.copy_kind, offered.score, offered.story_id, offered.evidence, offered.copy_order, offered.copy_claimed, offered.copied_text, offered.similar_to, offered.story_evidence)
    IS DISTINCT FROM (stored.copy_of, stored.copy_kind, stored.score, stored.story_id, stored.evidence, stored.copy_order, coalesce(stored.copy_claimed, false), stored.copied_text, stored.similar_to, coalesce(stored.story_evidence, []));

MERGE INTO article_groups USING (SELECT * EXCLUDE (copy_before, story_before) FROM landed_groups) AS new
    ON article_groups.article_id = new.article_id
WHEN MATCHED THEN UPDATE
WHEN NOT MATCHED THEN INSERT BY NAME;
