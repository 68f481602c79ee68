-- reads: feed_states, feed_troubles, feeds, flooding_feeds, landed_polls; writes: feed_troubles
-- A trouble ends with the first good sign after it began, or when the feed is paused or no longer watched.
UPDATE feed_troubles AS old
SET ended_at = ends.ended_at
FROM (
    SELECT
        t.feed_id, t.kind, t.began_at,
        CASE
            WHEN t.kind = 'sick' AND s.well_at > t.began_at THEN s.well_at
            WHEN t.kind = 'silent' AND s.fresh_at > t.began_at THEN s.fresh_at
            WHEN t.kind = 'flood' AND t.feed_id IN (SELECT feed_id FROM landed_polls)
                AND t.feed_id NOT IN (SELECT feed_id FROM flooding_feeds) THEN s.polled_at
            WHEN f.feed_id IS NULL THEN $now
        END AS ended_at
    FROM feed_troubles AS t
    JOIN feed_states AS s ON s.feed_id = t.feed_id
    LEFT JOIN feeds AS f ON f.feed_id = t.feed_id AND f.watched AND NOT f.paused
    WHERE t.ended_at IS NULL
) AS ends
WHERE old.feed_id = ends.feed_id AND old.kind = ends.kind AND old.began_at = ends.began_at AND ends.ended_at IS NOT NULL;
