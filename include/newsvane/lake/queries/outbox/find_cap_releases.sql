-- reads: outbox; returns: when the messages over the hourly cap are released, per rule and channel
SELECT rule, channel, max(due_at) AS until
FROM outbox
WHERE state = 'held' AND held IN ('cap', 'share') AND due_at > $now AND due_at <= $latest
GROUP BY ALL;
