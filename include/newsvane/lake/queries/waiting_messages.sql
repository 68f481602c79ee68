SELECT count(*) AS messages FROM outbox WHERE state = 'pending';
