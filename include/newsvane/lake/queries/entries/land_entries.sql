-- reads: landed_entries, renamed_entries; writes: entries
MERGE INTO entries USING (SELECT * EXCLUDE (is_new, outcome_before, before) FROM landed_entries) AS new
    ON entries.entry_id = new.entry_id
WHEN MATCHED THEN UPDATE
WHEN NOT MATCHED THEN INSERT BY NAME;

-- A renamed entry that is still pending is read at its new address.
UPDATE entries
SET url = renamed_entries.url, canonical_url = renamed_entries.canonical_url, guid = renamed_entries.guid
FROM renamed_entries
WHERE entries.entry_id = renamed_entries.stored_id
    AND entries.outcome = 'pending'
    AND entries.url <> renamed_entries.url
    AND (
        renamed_entries.seen_at >= coalesce(entries.changed_at, entries.seen_at)
        OR coalesce(entries.changed_at, entries.seen_at) > getvariable('latest_plausible')
    );
