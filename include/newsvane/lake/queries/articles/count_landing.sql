-- reads: incoming_articles, landed_articles, landed_days, landed_groups, landed_outbox, landed_quarantine, landed_skipped; returns: one row of counts, as `Landing`
SELECT
    (SELECT count(*) FROM landed_articles WHERE revision = 1) AS new,
    (SELECT count(*) FROM landed_articles WHERE revision > 1) AS updated,
    (SELECT count(DISTINCT article_id) FROM incoming_articles) - (SELECT count(*) FROM landed_articles) AS unchanged,
    (SELECT count(*) FROM landed_articles WHERE len(topics) = 0) AS off_topic,
    (SELECT count(*) FROM landed_groups WHERE copy_of IS NOT NULL AND copy_before IS NULL) AS copies,
    (SELECT count(*) FROM landed_groups WHERE story_before <> story_id) AS moved,
    (SELECT count(*) FROM landed_skipped) AS skipped,
    (SELECT count(*) FROM landed_quarantine) AS quarantined,
    (SELECT count(*) FROM landed_outbox) AS messages,
    (SELECT coalesce(list(day ORDER BY day), []) FROM landed_days) AS days;
