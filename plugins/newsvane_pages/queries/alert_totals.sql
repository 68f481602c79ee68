-- reads: outbox; returns: per state, the number of messages, and of further ones that a digest only counts
SELECT state, count(*) FILTER (held <> 'flood') AS messages, count(*) FILTER (held = 'flood') AS counted
FROM outbox
GROUP BY state;
