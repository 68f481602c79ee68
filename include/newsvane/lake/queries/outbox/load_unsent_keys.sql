-- reads: outbox; returns: the keys of pending and scheduled messages, per channel
SELECT channel, list(key) AS keys FROM outbox WHERE state IN ('pending', 'held') GROUP BY channel;
