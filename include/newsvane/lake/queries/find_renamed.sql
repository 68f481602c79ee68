-- Entries whose address is not known, but which their feed brought before under another link: of one guid and title or
-- time, or of one title and time.
CREATE OR REPLACE TEMP TABLE renamed AS
WITH unknown AS (
    SELECT DISTINCT ON (feed_id, entry_id)
        feed_id, entry_id, url, canonical_url, guid, published_at, seen_at,
        trim(regexp_replace(lower(nfc_normalize(title)), '[^\p{L}\p{N}]+', ' ', 'g')) AS words
    FROM incoming_entries AS new
    ANTI JOIN entries AS stored ON stored.entry_id = new.entry_id
    ORDER BY feed_id, entry_id, seen_at DESC
), brought AS (
    SELECT feed_id, entry_id, guid, title, published_at, seen_at FROM entries AS stored
    SEMI JOIN unknown AS new ON new.feed_id = stored.feed_id
    ANTI JOIN incoming_entries AS again ON again.entry_id = stored.entry_id AND again.feed_id = stored.feed_id
    WHERE stored.seen_at >= $since
), pairs AS (
    SELECT u.*, b.entry_id AS stored_id, b.guid AS stored_guid, b.title, b.published_at AS stored_at, b.seen_at AS first_at
    FROM unknown AS u JOIN brought AS b ON b.feed_id = u.feed_id AND b.guid = u.guid
    WHERE u.guid <> ''
    UNION
    SELECT u.*, b.entry_id, b.guid, b.title, b.published_at, b.seen_at
    FROM unknown AS u JOIN brought AS b ON b.feed_id = u.feed_id AND b.published_at = u.published_at
    WHERE u.words <> ''
), likened AS (
    SELECT
        *, guid <> '' AND stored_guid = guid AS same_guid, coalesce(stored_at = published_at, false) AS same_time,
        words <> '' AND trim(regexp_replace(lower(nfc_normalize(title)), '[^\p{L}\p{N}]+', ' ', 'g')) = words AS same_words
    FROM pairs
    WHERE first_at BETWEEN seen_at - INTERVAL 30 DAYS AND seen_at
), chosen AS (
    FROM likened
    WHERE (same_guid AND (same_words OR same_time)) OR (same_words AND same_time)
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
