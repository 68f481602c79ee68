-- reads: entries, incoming_entries; writes: incoming_skipped
-- Two runs planned at the same time read the same pages. The result of one attempt at a page is kept once.
DELETE FROM incoming_skipped
WHERE entry_id IN (
    SELECT new.entry_id
    FROM incoming_entries AS new
    JOIN entries AS old ON old.entry_id = new.entry_id AND old.content_hash = new.content_hash
    WHERE new.tries > 0 AND old.tries >= new.tries AND old.outcome IN ('pending', 'skipped')
);
