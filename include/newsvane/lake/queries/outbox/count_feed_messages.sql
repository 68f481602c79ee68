-- reads: outbox; returns: the number of messages about feeds written after $since, per rule and channel
SELECT rule, channel, count(*) AS messages FROM outbox
WHERE created_at > $since AND (feed_id <> '' OR len(covers) > 0)
GROUP BY ALL;
