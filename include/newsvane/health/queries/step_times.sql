-- reads: article_groups, articles, feed_polls, outbox; returns: per step of the pipeline when it was last done, and the usual seconds from one run to the next since $since, if there are $gaps
-- What landed, or was delivered, in the same minute is one run. `article`: a run that read articles with a date to which the watch list led, not a backfill; done when the newest of them was published.
WITH done AS (
    SELECT 'poll' AS step, min(polled_at) AS began_at, max(polled_at) AS done_at FROM feed_polls WHERE polled_at > $since GROUP BY run_id
    UNION ALL
    SELECT 'read', min(fetched_at), max(fetched_at) FROM articles WHERE fetched_at > $since GROUP BY run_id
    UNION ALL
    SELECT 'article', max(fetched_at), max(least(published_at, fetched_at))
    FROM articles WHERE fetched_at > $since AND source IS NULL AND feed_id IS NOT NULL AND published_at IS NOT NULL
    GROUP BY run_id
    UNION ALL
    SELECT 'land', min(grouped_at), max(grouped_at) FROM article_groups WHERE grouped_at > $since
    GROUP BY date_trunc('minute', grouped_at)
    UNION ALL
    SELECT 'alert', min(settled_at), max(settled_at) FROM outbox WHERE state = 'delivered' AND settled_at > $since
    GROUP BY date_trunc('minute', settled_at)
), gap AS (
    SELECT
        step, done_at,
        epoch(began_at - max(CASE step WHEN 'article' THEN done_at ELSE began_at END) OVER (
            PARTITION BY step ORDER BY began_at ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        )) AS seconds
    FROM done
)
SELECT step, max(done_at) AS done_at, CASE WHEN count(seconds) >= $gaps THEN median(seconds) END AS usual_seconds
FROM gap
GROUP BY step;
