-- reads: feed_polls, feed_states, feeds; returns: of the feeds in $watched, or if it is null those of the latest poll: when one was last polled, the usual seconds between two runs since $since if there are $gaps, and how many feeds are overdue
WITH feed AS (
    SELECT
        count(*) AS feeds, max(s.polled_at) AS last_poll_at,
        count(*) FILTER (s.next_poll_at < $overdue_before) AS overdue
    FROM feeds AS f LEFT JOIN feed_states AS s ON s.feed_id = f.feed_id
    WHERE CASE WHEN $watched IS NULL THEN f.watched ELSE list_contains($watched, f.feed_id) END AND NOT f.paused
), run AS (
    SELECT min(polled_at) AS began_at FROM feed_polls WHERE polled_at > $since GROUP BY run_id
), gap AS (
    SELECT epoch(began_at - lag(began_at) OVER (ORDER BY began_at)) AS seconds FROM run
)
SELECT *, (SELECT CASE WHEN count(seconds) >= $gaps THEN median(seconds) END FROM gap) AS usual_seconds FROM feed;
