-- reads: feeds, incoming_entries; writes: entries
-- An entry that its feed corrected after it was read stays pending: its content_hash differs. Not so if only a source of
-- another outlet or a list page changed its words, or if the address leads to another outlet (see
-- delay_changed_entries.sql).
UPDATE entries
SET
    outcome = new.outcome, article_id = new.article_id, tries = new.tries, next_try_at = new.next_try_at,
    led_to = new.led_to
FROM incoming_entries AS new
WHERE entries.entry_id = new.entry_id
    AND (
        entries.content_hash = new.content_hash
        OR NOT entries.own
        OR new.led_to IS NOT NULL
        OR entries.feed_id IN (SELECT feed_id FROM feeds WHERE source_kind = 'page')
    )
    AND (entries.outcome, entries.article_id, entries.tries, entries.next_try_at, entries.led_to)
    IS DISTINCT FROM (new.outcome, new.article_id, new.tries, new.next_try_at, new.led_to);
