-- reads: article_groups, articles, feed_polls, outbox; returns: per step of the pipeline when it was last done, and the usual seconds between two runs since $since, if there are $gaps
-- What landed, or was delivered, in the same minute is one run.
WITH done AS (
    SELECT 'poll' AS step, min(polled_at) AS began_at, max(polled_at) AS done_at FROM feed_polls WHERE polled_at > $since GROUP BY run_id
    UNION ALL
    SELECT 'read', min(fetched_at), max(fetched_at) FROM articles WHERE fetched_at > $since GROUP BY run_id
    UNION ALL
    SELECT 'land', min(grouped_at), max(grouped_at) FROM article_groups WHERE grouped_at > $since
    GROUP BY date_trunc('minute', grouped_at)
    UNION ALL
    SELECT 'alert', min(settled_at), max(settled_at) FROM outbox WHERE state = 'delivered' AND settled_at > $since
    GROUP BY date_trunc('minute', settled_at)
), gap AS (
    SELECT step, done_at, epoch(began_at - lag(began_at) OVER (PARTITION BY step ORDER BY began_at)) AS seconds FROM done
)
SELECT step, max(done_at) AS done_at, CASE WHEN count(seconds) >= $gaps THEN median(seconds) END AS usual_seconds
FROM gap
GROUP BY step;
