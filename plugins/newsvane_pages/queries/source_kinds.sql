-- reads: articles, entries, feeds, unread_daily; returns: for each kind of source on the watch list, what its sources listed before all others since then
-- What was only listed counts once, as in the view unread: for the outlet's own sources, or else for the one that listed most.
WITH found AS (
    SELECT coalesce(e.found_by, e.feed_id) AS feed_id, a.article_id, a.outlet, len(a.topics) > 0 AS on_topic
    FROM entries AS e
    LEFT JOIN articles AS a ON a.article_id = e.article_id
    WHERE e.observed_at >= $since
), listed AS (
    SELECT f.source_kind, sum(u.entries)::BIGINT AS unread
    FROM (
        FROM unread_daily
        WHERE day >= $since::DATE
        QUALIFY own OR (
            NOT bool_or(own) OVER (PARTITION BY day, outlet)
            AND row_number() OVER (PARTITION BY day, outlet ORDER BY entries DESC, feed_id) = 1
        )
    ) AS u
    JOIN feeds AS f ON f.feed_id = u.feed_id
    GROUP BY f.source_kind
), watched AS (
    SELECT source_kind, count(*) AS sources FROM feeds WHERE watched AND NOT paused GROUP BY source_kind
), counted AS (
    SELECT
        f.source_kind, count(found.feed_id) AS entries, count(found.article_id) AS articles,
        count(found.article_id) FILTER (found.on_topic) AS on_topic,
        count(DISTINCT found.outlet) FILTER (found.on_topic) AS outlets
    FROM feeds AS f LEFT JOIN found ON found.feed_id = f.feed_id
    GROUP BY f.source_kind
)
SELECT
    counted.source_kind, coalesce(watched.sources, 0) AS sources, counted.entries, counted.articles, counted.on_topic,
    counted.outlets, coalesce(listed.unread, 0) AS unread
FROM counted
LEFT JOIN watched USING (source_kind)
LEFT JOIN listed USING (source_kind)
ORDER BY on_topic DESC, source_kind;
