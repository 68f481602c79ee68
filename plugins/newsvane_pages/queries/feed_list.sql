-- reads: entries, feed_controls, feed_daily, feed_health, feed_items, feed_troubles; returns: a page of the feeds that the filters select, each with its latest troubles, and how many they select
-- Those of $watched are watched, or if it is null those of the latest poll.
-- published_at: of its latest entry, as the feed says; times in the future are left out. undated_at: when the latest
-- entry without a time was found. new_today: what it listed at its first poll is not counted. listed: when last read.
WITH troubles AS (
    SELECT
        feed_id, count(*) AS troubles,
        list({kind: kind, began_at: began_at, ended_at: ended_at} ORDER BY began_at DESC)[:5] AS latest,
        max(detail) FILTER (kind = 'flood' AND ended_at IS NULL) AS flood
    FROM feed_troubles
    WHERE ended_at IS NULL OR ended_at >= $since
    GROUP BY feed_id
), published AS (
    SELECT
        feed_id, max(published_at) FILTER (published_at <= $now) AS published_at,
        max(coalesce(observed_at, seen_at)) FILTER (published_at IS NULL) AS undated_at
    FROM entries
    GROUP BY feed_id
), known AS (
    SELECT
        feed_id, min(day) AS first_day,
        sum(least(fresh, new)) FILTER (day = ($now AT TIME ZONE 'UTC')::DATE)::BIGINT AS new_today
    FROM feed_daily
    GROUP BY feed_id
), flagged AS (
    SELECT
        h.*, coalesce(t.troubles, 0) AS troubles, coalesce(t.latest, []) AS latest_troubles, t.flood, p.published_at,
        p.undated_at, k.first_day, coalesce(k.new_today, 0) AS new_today, len(list_distinct(list_filter(i.ids, lambda each: each <> 0))) AS listed, coalesce(h.watched AND NOT h.paused AND h.status = 'failed', false) AS failing,
        coalesce(h.watched AND NOT h.paused AND h.volume = 'silent', false) AS silent,
        h.watched AND NOT h.paused AND t.flood IS NOT NULL AS flooding,
        coalesce(h.watched AND starts_with(h.words, 'moved for good'), false) AS moved
    FROM (
        SELECT * REPLACE (CASE WHEN $watched IS NULL THEN watched ELSE list_contains($watched, feed_id) END AS watched) FROM feed_health
    ) AS h
    LEFT JOIN troubles AS t ON t.feed_id = h.feed_id
    LEFT JOIN published AS p ON p.feed_id = h.feed_id
    LEFT JOIN known AS k ON k.feed_id = h.feed_id
    LEFT JOIN feed_items AS i ON i.feed_id = h.feed_id
)
SELECT
    f.*, count(*) OVER () AS matching, coalesce(c.paused, false) AS paused_by_hand, c.changed_at AS controlled_at,
    c.changed_by AS controlled_by, c.reason AS control_reason
FROM flagged AS f
LEFT JOIN feed_controls AS c ON c.feed_id = f.feed_id
WHERE
    CASE $state
        WHEN 'attention' THEN failing OR silent OR flooding OR moved
        WHEN 'failing' THEN failing
        WHEN 'silent' THEN silent
        WHEN 'flooding' THEN flooding
        WHEN 'moved' THEN moved
        WHEN 'paused' THEN watched AND f.paused
        WHEN 'waiting' THEN pending > 0
        WHEN 'unwatched' THEN NOT watched
        ELSE true
    END
    AND contains(lower(concat_ws(' ', f.feed_id, title, outlet, url)), lower($search))
ORDER BY
    CASE $order WHEN 'name' THEN lower(coalesce(nullif(title, ''), f.feed_id)) WHEN 'outlet' THEN outlet END,
    CASE $order
        WHEN 'news' THEN epoch(published_at) WHEN 'entries' THEN entries WHEN 'articles' THEN articles
        WHEN 'failed' THEN polls_failed WHEN 'waiting' THEN pending
    END DESC NULLS LAST,
    watched DESC, f.paused, failures DESC, flood IS NULL, silent DESC, moved DESC, outlet, f.feed_id
LIMIT $limit OFFSET $offset;
