-- reads: outbox; returns: the state and the words of a message
SELECT state, subject, body FROM outbox WHERE key = $key;
