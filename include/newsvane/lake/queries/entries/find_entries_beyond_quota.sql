-- reads: entries, landed_entries; writes: entries_beyond_quota
-- Of a host of another outlet, a source has `quota` pages read per day. Those that wait already come first, then the
-- newest.
CREATE OR REPLACE TEMP TABLE entries_beyond_quota AS
WITH used AS (
    SELECT
        entries.feed_id, regexp_replace(split_part(entries.canonical_url, '/', 3), ':[0-9]+$', '') AS host,
        count(*) AS pages
    FROM entries
    ANTI JOIN landed_entries ON landed_entries.entry_id = entries.entry_id
    WHERE NOT entries.own
        AND (entries.outcome <> 'skipped' OR entries.tries > 0)
        AND (entries.seen_at > $day_ago OR entries.changed_at > $day_ago OR entries.next_try_at > $day_ago)
        AND entries.feed_id IN (SELECT feed_id FROM landed_entries WHERE NOT own)
    GROUP BY ALL
), foreign_entries AS (
    SELECT *, regexp_replace(split_part(canonical_url, '/', 3), ':[0-9]+$', '') AS host
    FROM landed_entries
    WHERE NOT own AND outcome = 'pending'
)
SELECT entry_id
FROM foreign_entries
LEFT JOIN used USING (feed_id, host)
QUALIFY coalesce(pages, 0) + row_number() OVER (
    PARTITION BY feed_id, host
    ORDER BY coalesce(outcome_before = 'pending', false) DESC, published_at DESC NULLS LAST, entry_id
) > $quota;
