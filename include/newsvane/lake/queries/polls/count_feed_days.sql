-- reads: feed_states, landed_polls; writes: feed_daily
-- Runs before the new feed states are written: at the first reading of an address every item is fresh, which says
-- nothing about the feed.
MERGE INTO feed_daily USING (
    SELECT
        new.feed_id, (new.polled_at AT TIME ZONE 'UTC')::DATE AS day, count(*) AS polls,
        count(*) FILTER (new.status = 'failed') AS failed,
        coalesce(sum(new.entries_fresh) FILTER (old.read_at IS NOT NULL), 0) AS fresh,
        sum(new.entries_new) AS new, sum(new.duration_ms) AS duration_ms
    FROM landed_polls AS new
    LEFT JOIN feed_states AS old ON old.feed_id = new.feed_id AND old.feed_url IN ('', new.feed_url)
    GROUP BY ALL
) AS more ON feed_daily.feed_id = more.feed_id AND feed_daily.day = more.day AND feed_daily.day >= $since
WHEN MATCHED THEN UPDATE SET
    polls = feed_daily.polls + more.polls, failed = feed_daily.failed + more.failed,
    fresh = feed_daily.fresh + more.fresh, new = feed_daily.new + more.new,
    duration_ms = feed_daily.duration_ms + more.duration_ms
WHEN NOT MATCHED THEN INSERT BY NAME;
