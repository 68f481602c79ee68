-- reads: entries; returns: entries to read now, those that have waited longest first
FROM entries
WHERE outcome = 'pending' AND (next_try_at IS NULL OR next_try_at <= $now)
ORDER BY coalesce(next_try_at, changed_at, seen_at), entry_id
LIMIT $limit;
