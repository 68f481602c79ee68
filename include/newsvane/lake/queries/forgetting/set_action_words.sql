-- reads: nothing; writes: acts
UPDATE acts SET words = $words, done_at = $now WHERE act_id = $act_id;
