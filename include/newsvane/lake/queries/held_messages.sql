FROM outbox WHERE state = 'held' ORDER BY created_at, key;
