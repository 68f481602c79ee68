SELECT state, subject FROM outbox WHERE key = $key;
