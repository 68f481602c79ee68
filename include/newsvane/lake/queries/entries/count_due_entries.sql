-- reads: entries; returns: the number of entries to read now, without those with the ids `besides`
SELECT count(*) AS entries
FROM entries
WHERE outcome = 'pending' AND (next_try_at IS NULL OR next_try_at <= $now)
    AND entry_id NOT IN (SELECT unnest($besides::VARCHAR[]));
