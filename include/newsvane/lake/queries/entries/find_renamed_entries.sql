-- reads: entries, incoming_entries; writes: renamed_entries
-- An incoming entry with an unknown address is a renamed one if its feed listed an entry with the same guid and the
-- same time before, or the same title within half a day, or with the same title and time: a column may keep its guid and
-- title from day to day. Only a feed of the outlet itself renames its addresses:
-- what feeds of others list, even at the new address, does not count.
-- `known` comes first, because an anti join with all entries would build a table of a million addresses.
CREATE OR REPLACE TEMP TABLE renamed_entries AS
WITH known AS (
    SELECT entry_id, bool_or(coalesce(own, feed_id <> '')) AS is_own FROM entries
    WHERE entry_id IN (SELECT entry_id FROM incoming_entries)
    GROUP BY entry_id
), unknown AS (
    SELECT DISTINCT ON (feed_id, entry_id)
        feed_id, entry_id, url, canonical_url, guid, published_at, seen_at,
        trim(regexp_replace(lower(nfc_normalize(title)), '[^\p{L}\p{N}]+', ' ', 'g')) AS words
    FROM incoming_entries AS new
    ANTI JOIN known ON known.entry_id = new.entry_id AND (known.is_own OR new.own IS NULL)
    WHERE coalesce(new.own, true)
    ORDER BY feed_id, entry_id, seen_at DESC
), listed AS (
    SELECT feed_id, entry_id, guid, title, published_at, seen_at FROM entries AS stored
    SEMI JOIN unknown AS new ON new.feed_id = stored.feed_id
    ANTI JOIN incoming_entries AS current ON current.entry_id = stored.entry_id AND current.feed_id = stored.feed_id
    WHERE stored.seen_at >= $since AND coalesce(stored.own, true)
), pairs AS (
    SELECT u.*, l.entry_id AS stored_id, l.guid AS stored_guid, l.title, l.published_at AS stored_at, l.seen_at AS first_at
    FROM unknown AS u JOIN listed AS l ON l.feed_id = u.feed_id AND l.guid = u.guid
    WHERE u.guid <> ''
    UNION
    SELECT u.*, l.entry_id, l.guid, l.title, l.published_at, l.seen_at
    FROM unknown AS u JOIN listed AS l ON l.feed_id = u.feed_id AND l.published_at = u.published_at
    WHERE u.words <> ''
), compared AS (
    SELECT
        *, guid <> '' AND stored_guid = guid AS same_guid, coalesce(stored_at = published_at, false) AS same_time,
        coalesce(abs(epoch(published_at) - epoch(stored_at)) >= 12 * 3600, false) AS other_time,
        words <> '' AND trim(regexp_replace(lower(nfc_normalize(title)), '[^\p{L}\p{N}]+', ' ', 'g')) = words AS same_words
    FROM pairs
    WHERE first_at BETWEEN seen_at - $rename_window::INTERVAL AND seen_at
), chosen AS (
    FROM compared
    WHERE (same_guid AND ((same_words AND NOT other_time) OR same_time)) OR (same_words AND same_time)
    QUALIFY row_number() OVER (
        PARTITION BY feed_id, entry_id
        ORDER BY same_guid::INTEGER + same_words::INTEGER + same_time::INTEGER DESC, first_at DESC, stored_id
    ) = 1
)
SELECT feed_id, entry_id, stored_id, url, canonical_url, guid, seen_at
FROM chosen
QUALIFY row_number() OVER (
    PARTITION BY stored_id
    ORDER BY same_guid::INTEGER + same_words::INTEGER + same_time::INTEGER DESC, seen_at DESC, entry_id
) = 1;
