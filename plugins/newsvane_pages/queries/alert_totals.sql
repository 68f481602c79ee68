-- reads: outbox; returns: the number of messages per state
SELECT state, count(*) AS messages FROM outbox GROUP BY state;
