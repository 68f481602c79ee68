-- reads: entries; returns: the number of entries to read now
SELECT count(*) AS entries FROM entries WHERE outcome = 'pending' AND (next_try_at IS NULL OR next_try_at <= $now);
