-- reads: entries, feeds, landed_entries; writes: landed_entries
-- What a list says of a page is no version of it. If a source of another outlet, or a list page, changes its words on an
-- address that was requested before, that is requested again only after a wait, which begins with the change before. An
-- address that waits already waits on.
UPDATE landed_entries
SET
    tries = if(old.outcome = 'pending', old.tries, 0),
    next_try_at = CASE
        WHEN old.outcome = 'pending' THEN old.next_try_at
        WHEN old.tries > 0 THEN
            least(coalesce(old.changed_at, old.seen_at), landed_entries.changed_at)
            + if(landed_entries.own, $list_page_wait, $foreign_wait)
    END
FROM entries AS old
WHERE old.entry_id = landed_entries.entry_id
    AND (
        NOT landed_entries.own
        OR (
            old.feed_id = landed_entries.feed_id
            AND old.feed_id IN (SELECT feed_id FROM feeds WHERE source_kind = 'page')
        )
    );
