SELECT
    count(*) FILTER (state = 'pending') AS pending,
    count(*) FILTER (state = 'dead') AS dead,
    min(created_at) FILTER (state = 'pending') AS oldest
FROM outbox;
