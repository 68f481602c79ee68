-- reads: feed_states, feed_troubles, feed_volume, feeds, flooding_feeds, landed_polls; writes: feed_troubles
MERGE INTO feed_troubles AS old USING (
    WITH watched AS (
        FROM feed_states SEMI JOIN landed_polls USING (feed_id)
        SEMI JOIN (FROM feeds WHERE watched AND NOT paused) USING (feed_id)
    )
    SELECT
        feed_id, 'sick' AS kind, failing_since AS began_at, NULL::TIMESTAMPTZ AS ended_at, reason,
        coalesce(nullif(detail, ''), reason) AS detail
    FROM watched
    WHERE status = 'failed' AND failures >= $sick_failures AND polled_at >= failing_since + $sick_after::INTERVAL
    UNION ALL
    SELECT feed_id, 'silent', silent_since, NULL, 'silent', words
    FROM feed_volume SEMI JOIN (FROM watched WHERE status <> 'failed') USING (feed_id)
    WHERE volume = 'silent'
    UNION ALL
    SELECT feed_id, 'flood', coalesce(ongoing.began_at, polled_at), NULL, 'flood', flooding_feeds.detail
    FROM watched
    JOIN flooding_feeds USING (feed_id)
    LEFT JOIN (FROM feed_troubles WHERE kind = 'flood' AND ended_at IS NULL) AS ongoing USING (feed_id)
) AS new ON old.feed_id = new.feed_id AND old.kind = new.kind AND old.began_at = new.began_at
WHEN MATCHED AND (old.ended_at, old.reason, old.detail) IS DISTINCT FROM (new.ended_at, new.reason, new.detail)
    THEN UPDATE
WHEN NOT MATCHED THEN INSERT BY NAME;
