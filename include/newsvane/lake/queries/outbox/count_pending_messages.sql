-- reads: outbox; returns: the number of pending messages
SELECT count(*) AS messages FROM outbox WHERE state = 'pending';
