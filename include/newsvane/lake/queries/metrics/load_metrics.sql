-- reads: articles, entries, feed_states, feeds, outbox, quarantine; returns: one row of metrics by name
-- The difference of two times is an interval of the calendar, which takes DuckDB a hundred times as long as that of seconds.
WITH feed AS (
    SELECT
        count(*) AS feeds_watched,
        count(*) FILTER (s.failures >= $sick_failures) AS feeds_failing,
        count(*) FILTER (s.next_poll_at < $overdue_before OR s.feed_id IS NULL) AS feeds_overdue
    FROM feeds AS f LEFT JOIN feed_states AS s ON s.feed_id = f.feed_id
    WHERE f.watched AND NOT f.paused
), entry AS (
    SELECT
        (SELECT count(*) FROM entries WHERE seen_at > $hour_ago) AS entries_last_hour,
        (SELECT count(*) FROM entries WHERE outcome = 'pending') AS entries_pending
), article AS (
    SELECT
        count(*) AS articles_last_hour,
        count(*) FILTER (len(topics) > 0) AS articles_on_topic_last_hour,
        median(epoch(fetched_at) - epoch(published_at)) FILTER (
            published_at BETWEEN $published_since AND fetched_at
        ) AS articles_lag_seconds
    FROM articles
    WHERE fetched_at > $hour_ago
), held AS (
    SELECT count(*) AS quarantine_held FROM quarantine WHERE state = 'held'
), message AS (
    SELECT
        count(*) FILTER (state = 'pending') AS alerts_pending,
        count(*) FILTER (state = 'dead') AS alerts_dead,
        coalesce(epoch($now::TIMESTAMPTZ) - epoch(min(greatest(coalesce(resent_at, created_at), due_at)) FILTER (state = 'pending')), 0) AS alerts_oldest_seconds,
        count(*) FILTER (state = 'delivered' AND settled_at > $hour_ago)
            AS alerts_delivered_last_hour,
        median(epoch(settled_at) - epoch(coalesce(resent_at, created_at))) FILTER (
            state = 'delivered' AND settled_at > $hour_ago
        ) AS alerts_latency_seconds
    FROM outbox
)
SELECT * FROM feed, entry, article, held, message;
