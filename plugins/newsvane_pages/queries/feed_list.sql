-- reads: feed_controls, feed_health, feed_troubles; returns: the feeds, those that need attention first, each with its latest troubles and the totals of all feeds
WITH health AS MATERIALIZED (
    FROM feed_health
), totals AS (
    SELECT {
        watched: count(*) FILTER (watched),
        failing: count(*) FILTER (watched AND NOT paused AND status = 'failed'),
        silent: count(*) FILTER (watched AND NOT paused AND volume = 'silent'),
        flooding: count(*) FILTER (watched AND NOT paused AND feed_id IN (
            SELECT feed_id FROM feed_troubles WHERE kind = 'flood' AND ended_at IS NULL
        )),
        moved: count(*) FILTER (starts_with(words, 'moved for good')),
        paused: count(*) FILTER (watched AND paused),
        feeds: count(*)
    } AS totals
    FROM health
), troubles AS (
    SELECT
        feed_id, count(*) AS troubles,
        list({kind: kind, began_at: began_at, ended_at: ended_at} ORDER BY began_at DESC)[:5] AS latest,
        max(detail) FILTER (kind = 'flood' AND ended_at IS NULL) AS flood
    FROM feed_troubles
    WHERE ended_at IS NULL OR ended_at >= $since
    GROUP BY feed_id
)
SELECT
    h.*, coalesce(t.troubles, 0) AS troubles, coalesce(t.latest, []) AS latest_troubles, t.flood,
    coalesce(c.paused, false) AS paused_by_hand, c.changed_at AS controlled_at, c.changed_by AS controlled_by,
    c.reason AS control_reason, totals.totals
FROM health AS h
CROSS JOIN totals
LEFT JOIN feed_controls AS c ON c.feed_id = h.feed_id
LEFT JOIN troubles AS t ON t.feed_id = h.feed_id
ORDER BY
    h.watched DESC, h.paused, h.failures DESC, t.flood IS NULL, h.volume = 'silent' DESC NULLS LAST,
    starts_with(h.words, 'moved for good') DESC, h.outlet, h.feed_id
LIMIT $limit;
