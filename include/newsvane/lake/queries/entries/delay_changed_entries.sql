-- reads: feeds; writes: landed_entries
-- What a list says of a page is no version of it. If a source of another outlet, or a list page, changes its words on an
-- address that was requested before, or any source does on one that led to another outlet, that is requested again only after a wait, which begins with the change before. An
-- address that waits already waits on.
UPDATE landed_entries
SET
    tries = if(outcome_before = 'pending', before.tries, 0),
    next_try_at = CASE
        WHEN outcome_before = 'pending' THEN before.next_try_at
        WHEN before.tries > 0 THEN least(before.changed_at, changed_at) + if(own AND led_to IS NULL, $list_page_wait, $foreign_wait)
    END
WHERE NOT is_new
    AND (
        NOT own
        OR led_to IS NOT NULL
        OR (before.feed_id = feed_id AND feed_id IN (SELECT feed_id FROM feeds WHERE source_kind = 'page'))
    );
