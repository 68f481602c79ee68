-- reads: renamed_entries; writes: entries
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
