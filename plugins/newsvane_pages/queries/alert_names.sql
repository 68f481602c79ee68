-- reads: outbox; returns: the ids of all rules and channels that messages were written for
SELECT list(DISTINCT rule ORDER BY rule) AS rules, list(DISTINCT channel ORDER BY channel) AS channels FROM outbox;
