-- reads: outbox; returns: how many messages are pending and dead, and since when the oldest has been pending
SELECT
    count(*) FILTER (state = 'pending') AS pending,
    count(*) FILTER (state = 'dead') AS dead,
    min(greatest(coalesce(resent_at, created_at), due_at)) FILTER (state = 'pending') AS oldest
FROM outbox;
