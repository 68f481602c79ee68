-- reads: article_groups, articles; writes: part_articles
-- The articles on a topic, or of some days, and those that they copy or resemble: without these, evidence would refer to nothing.
CREATE OR REPLACE TEMP TABLE part_articles AS
WITH chosen AS (
    SELECT article_id FROM articles
    WHERE ($topic::VARCHAR IS NULL OR list_contains(topics, $topic::VARCHAR))
        AND ($since::DATE IS NULL OR (least(published_at, fetched_at) AT TIME ZONE 'UTC')::DATE >= $since::DATE)
        AND ($until::DATE IS NULL OR (least(published_at, fetched_at) AT TIME ZONE 'UTC')::DATE <= $until::DATE)
), referred AS (
    SELECT unnest([copy_of, similar_to]) AS article_id FROM article_groups SEMI JOIN chosen USING (article_id)
), originals AS (
    SELECT copy_of AS article_id FROM article_groups SEMI JOIN referred USING (article_id)
)
SELECT DISTINCT article_id FROM articles
SEMI JOIN (FROM chosen UNION FROM referred UNION FROM originals) USING (article_id);
