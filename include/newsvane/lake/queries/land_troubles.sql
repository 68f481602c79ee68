CREATE OR REPLACE TEMP TABLE troubled AS
SELECT
    s.feed_id, 'sick' AS kind, s.failing_since AS began_at, NULL::TIMESTAMPTZ AS ended_at, s.reason,
    coalesce(nullif(s.detail, ''), s.reason) AS detail
FROM feed_states AS s
SEMI JOIN feeds ON feeds.feed_id = s.feed_id AND feeds.watched AND NOT feeds.paused
WHERE s.status = 'failed' AND s.failures >= 3 AND s.polled_at >= s.failing_since + INTERVAL 6 HOURS
UNION ALL
SELECT feed_id, 'silent', silent_since, NULL, 'silent', words
FROM feed_health
WHERE volume = 'silent' AND status <> 'failed' AND watched AND NOT paused;

MERGE INTO feed_troubles AS old USING troubled AS new
    ON old.feed_id = new.feed_id AND old.kind = new.kind AND old.began_at = new.began_at
WHEN MATCHED AND (old.ended_at, old.reason, old.detail) IS DISTINCT FROM (new.ended_at, new.reason, new.detail)
    THEN UPDATE
WHEN NOT MATCHED THEN INSERT BY NAME;
