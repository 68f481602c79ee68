-- reads: nothing; writes: acts
UPDATE acts SET words = $words, done_at = $now, state = $state WHERE act_id = $act_id;
