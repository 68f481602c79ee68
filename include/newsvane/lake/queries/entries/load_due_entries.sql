-- reads: entries; returns: entries to read now, in fair order, without those with the ids `besides`
-- Three rounds of turns, so that nobody's entries have to wait for all entries of somebody else. Those of a host take
-- turns by feed: no feed can hold up the pages of others by listing many of them. A host gets `per_host` places. Then
-- feeds take turns: a feed with thousands of entries, on however many hosts, has one turn like any other.
WITH due AS (
    SELECT
        entry_id, feed_id, regexp_replace(split_part(canonical_url, '/', 3), ':[0-9]+$', '') AS host,
        coalesce(next_try_at, changed_at, seen_at) AS waits_since
    FROM entries
    WHERE outcome = 'pending' AND (next_try_at IS NULL OR next_try_at <= $now)
        AND entry_id NOT IN (SELECT unnest($besides::VARCHAR[]))
), turns_of_feeds AS (
    SELECT *, row_number() OVER (PARTITION BY host, feed_id ORDER BY waits_since, entry_id) AS turn FROM due
), places AS (
    SELECT entry_id, feed_id, waits_since, row_number() OVER (PARTITION BY host ORDER BY turn, waits_since, entry_id) AS place
    FROM turns_of_feeds
    QUALIFY place <= $per_host
), chosen AS (
    SELECT
        entry_id, waits_since,
        row_number() OVER (PARTITION BY feed_id ORDER BY place, waits_since, entry_id) AS turn
    FROM places
    ORDER BY turn, waits_since, entry_id
    LIMIT $limit
)
SELECT entries.*
FROM chosen JOIN entries USING (entry_id)
ORDER BY turn, waits_since, entry_id;
