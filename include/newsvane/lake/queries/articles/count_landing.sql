-- reads: incoming_articles, landed_articles, landed_days, landed_groups, landed_outbox, landed_quarantine, landed_skipped; returns: one row of counts, as `Landing`
-- Single rows are put side by side: as subqueries of one SELECT, their joins take DuckDB ten times as long to plan.
SELECT new, updated, incoming - read AS unchanged, off_topic, copies, moved, skipped, quarantined, messages, days
FROM (
    SELECT
        count(*) AS read, count(*) FILTER (revision = 1) AS new, count(*) FILTER (revision > 1) AS updated,
        count(*) FILTER (len(topics) = 0) AS off_topic
    FROM landed_articles
)
POSITIONAL JOIN (SELECT count(DISTINCT article_id) AS incoming FROM incoming_articles)
POSITIONAL JOIN (
    SELECT
        count(*) FILTER (copy_of IS NOT NULL AND copy_before IS NULL) AS copies,
        count(*) FILTER (story_before <> story_id) AS moved
    FROM landed_groups
)
POSITIONAL JOIN (SELECT count(*) AS skipped FROM landed_skipped)
POSITIONAL JOIN (SELECT count(*) AS quarantined FROM landed_quarantine)
POSITIONAL JOIN (SELECT count(*) AS messages FROM landed_outbox)
POSITIONAL JOIN (SELECT coalesce(list(day ORDER BY day), []) AS days FROM landed_days);
