-- reads: nothing; writes: quarantine
UPDATE quarantine SET article = NULL WHERE article IS NOT NULL AND state <> 'held' AND settled_at < $before;
