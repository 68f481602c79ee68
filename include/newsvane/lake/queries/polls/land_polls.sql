-- reads: feed_states, landed_polls; writes: feed_polls, feed_states
INSERT INTO feed_polls BY NAME
SELECT * EXCLUDE (failing_since, well_at, read_at, fresh_at, new_at, stay_seconds, moved_since, moved_polls)
FROM landed_polls
ORDER BY polled_at, feed_id;

MERGE INTO feed_states USING (
    SELECT new.* REPLACE (CASE WHEN new.entries_new > 0 THEN new.polled_at ELSE old.new_at END AS new_at)
    FROM landed_polls AS new
    LEFT JOIN feed_states AS old ON old.feed_id = new.feed_id
    QUALIFY row_number() OVER (PARTITION BY new.feed_id ORDER BY new.polled_at DESC) = 1
) AS new ON feed_states.feed_id = new.feed_id
WHEN MATCHED AND (new.polled_at > feed_states.polled_at OR feed_states.polled_at > getvariable('latest_plausible'))
    THEN UPDATE
WHEN NOT MATCHED THEN INSERT BY NAME;
