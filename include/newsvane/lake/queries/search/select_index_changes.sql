-- reads: articles, ducklake_table_changes(); writes: index_changes
-- Articles that changed from the snapshot `since` through `until`, with those of feeds whose country or kind was changed.
-- These are variables, not parameters, because variables are known when a statement is planned.
CREATE OR REPLACE TEMP TABLE index_changes AS
WITH changed_feeds AS (
    SELECT feed_id
    FROM ducklake_table_changes('lake', 'main', 'feeds', getvariable('since'), getvariable('until'))
    GROUP BY feed_id
    HAVING count(DISTINCT (country, kind, outlet, source_kind)::VARCHAR) > 1 OR bool_or(change_type IN ('insert', 'delete'))
)
SELECT article_id, min(fetched_at) AS fetched_at
FROM ducklake_table_changes('lake', 'main', 'articles', getvariable('since'), getvariable('until'))
GROUP BY article_id
UNION
SELECT article_id, fetched_at FROM articles WHERE len(topics) > 0 AND feed_id IN (FROM changed_feeds);
