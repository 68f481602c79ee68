MERGE INTO feed_daily USING (
    SELECT
        feed_id, (polled_at AT TIME ZONE 'UTC')::DATE AS day, count(*) AS polls,
        count(*) FILTER (status = 'failed') AS failed, sum(entries_fresh) AS fresh, sum(entries_new) AS new,
        sum(duration_ms) AS duration_ms
    FROM landed_polls
    GROUP BY ALL
) AS more ON feed_daily.feed_id = more.feed_id AND feed_daily.day = more.day AND feed_daily.day >= $since
WHEN MATCHED THEN UPDATE SET
    polls = feed_daily.polls + more.polls, failed = feed_daily.failed + more.failed,
    fresh = feed_daily.fresh + more.fresh, new = feed_daily.new + more.new,
    duration_ms = feed_daily.duration_ms + more.duration_ms
WHEN NOT MATCHED THEN INSERT BY NAME;
