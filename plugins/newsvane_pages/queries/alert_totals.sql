SELECT state, count(*) AS messages FROM outbox GROUP BY state;
