-- reads: outbox; returns: the keys of the messages written after $since that wait because of the hourly cap, or that a digest only counts
SELECT key FROM outbox
WHERE created_at > $since AND outlet <> '' AND (held = 'flood' OR (state = 'held' AND held IN ('cap', 'share')));
