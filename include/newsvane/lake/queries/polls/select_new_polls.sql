-- reads: feed_polls, incoming_feed_states, landed_entries; writes: landed_polls
-- The bounds on polled_at let DuckLake skip the files and row groups of other times, so the history costs nothing.
CREATE OR REPLACE TEMP TABLE landed_polls AS
SELECT new.* REPLACE (coalesce(found.entries, 0) AS entries_new)
FROM incoming_feed_states AS new
LEFT JOIN (SELECT feed_id, count(*) AS entries FROM landed_entries WHERE is_new GROUP BY feed_id) AS found
    ON found.feed_id = new.feed_id
ANTI JOIN (SELECT feed_id, polled_at FROM feed_polls WHERE polled_at BETWEEN $since AND $until) AS old
    ON old.feed_id = new.feed_id AND old.polled_at = new.polled_at
QUALIFY row_number() OVER (PARTITION BY new.feed_id, new.polled_at) = 1;
