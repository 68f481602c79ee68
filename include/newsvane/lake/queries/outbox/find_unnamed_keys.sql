-- reads: outbox; returns: the keys of the messages written after $since that wait because of the hourly cap, or that a digest only counts, and of those that these tell
WITH unnamed AS (
    SELECT key, covers FROM outbox
    WHERE created_at > $since AND outlet <> '' AND (held = 'flood' OR (state = 'held' AND held IN ('cap', 'share')))
)
SELECT key FROM unnamed UNION SELECT unnest(covers) FROM unnamed;
