SELECT channel, list(key) AS keys FROM outbox WHERE state IN ('pending', 'held') GROUP BY channel;
