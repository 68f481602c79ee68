-- reads: feed_controls, feed_health; returns: the watched feeds, those that need attention first
SELECT h.* REPLACE (
    CASE WHEN c.paused THEN concat_ws(': ', 'paused by ' || c.changed_by, nullif(c.reason, '')) ELSE h.words END AS words
)
FROM feed_health AS h
LEFT JOIN feed_controls AS c ON c.feed_id = h.feed_id
WHERE h.watched
ORDER BY h.paused, h.failures DESC, h.volume = 'silent' DESC NULLS LAST, h.moved_to IS NULL, h.feed_id;
