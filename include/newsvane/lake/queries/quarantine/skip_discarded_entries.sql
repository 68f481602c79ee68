-- reads: nothing; writes: entries
UPDATE entries SET outcome = 'skipped', next_try_at = NULL WHERE article_id = $article_id AND outcome = 'quarantined';
