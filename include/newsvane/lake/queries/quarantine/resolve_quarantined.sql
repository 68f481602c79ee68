-- reads: nothing; writes: quarantine
UPDATE quarantine SET state = $state, settled_at = now()
WHERE state = 'held' AND list_contains($article_ids::VARCHAR[], article_id);
