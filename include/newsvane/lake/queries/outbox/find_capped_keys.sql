-- reads: outbox; returns: the keys of the messages that wait because of the hourly cap, and of those that these tell
WITH capped AS (
    SELECT key, covers FROM outbox WHERE state = 'held' AND held IN ('cap', 'share')
)
SELECT key FROM capped UNION SELECT unnest(covers) FROM capped;
