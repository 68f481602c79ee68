-- reads: outbox; returns: the number of scheduled messages that will be named, per rule, channel and outlet
SELECT rule, channel, outlet, count(*) AS messages
FROM outbox
WHERE state = 'held' AND held <> 'flood'
GROUP BY ALL;
