-- reads: nothing; writes: entries
UPDATE entries SET content = NULL WHERE content IS NOT NULL AND outcome <> 'pending' AND seen_at < $before;
