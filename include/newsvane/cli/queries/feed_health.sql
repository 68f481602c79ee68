-- reads: entries, feed_controls, feed_health, skipped; returns: the watched feeds, those that need attention first
-- newest_at: when the newest entry that the feed was the first to list was published, or seen if it claims a later time.
-- The state of a feed says how many pages of other outlets it has listed today beyond what it may have read.
WITH beyond AS (
    SELECT feed_id, format('{:,} pages of other outlets left out today: over the quota of their host', count(*)) AS words
    FROM skipped
    WHERE reason = 'host_quota' AND skipped_at > now() - INTERVAL 1 DAY
    GROUP BY feed_id
), news AS (
    SELECT feed_id, max(least(coalesce(published_at, seen_at), seen_at)) AS newest_at
    FROM entries
    GROUP BY feed_id
)
SELECT h.* REPLACE (
    CASE WHEN c.paused THEN concat_ws(': ', 'paused by ' || c.changed_by, nullif(c.reason, '')) ELSE concat_ws('; ', h.words, b.words) END AS words
), n.newest_at
FROM feed_health AS h
LEFT JOIN beyond AS b ON b.feed_id = h.feed_id
LEFT JOIN news AS n ON n.feed_id = h.feed_id
LEFT JOIN feed_controls AS c ON c.feed_id = h.feed_id
WHERE h.watched
ORDER BY h.paused, h.failures DESC, h.volume = 'silent' DESC NULLS LAST, h.moved_to IS NULL, h.feed_id;
