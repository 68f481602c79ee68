-- reads: entries, landed_entries; writes: entries_beyond_quota
-- Of a site of another outlet, a source has `quota` pages read per day. Those that wait already come first, then the
-- newest. `hosts`, `sites`: the site of each host.
CREATE OR REPLACE TEMP TABLE entries_beyond_quota AS
WITH sites AS (
    SELECT unnest($hosts::VARCHAR[]) AS host, unnest($sites::VARCHAR[]) AS site
), used AS (
    SELECT entries.feed_id, site, count(*) AS pages
    FROM entries
    JOIN sites ON host = regexp_replace(split_part(entries.canonical_url, '/', 3), ':[0-9]+$', '')
    ANTI JOIN landed_entries ON landed_entries.entry_id = entries.entry_id
    WHERE NOT entries.own
        AND (entries.outcome <> 'skipped' OR entries.tries > 0)
        AND (entries.seen_at > $day_ago OR entries.changed_at > $day_ago OR entries.next_try_at > $day_ago)
        AND entries.feed_id IN (SELECT feed_id FROM landed_entries WHERE NOT own)
    GROUP BY ALL
), foreign_entries AS (
    SELECT landed_entries.*, site
    FROM landed_entries
    JOIN sites ON host = regexp_replace(split_part(landed_entries.canonical_url, '/', 3), ':[0-9]+$', '')
    WHERE NOT own AND outcome = 'pending'
)
SELECT entry_id
FROM foreign_entries
LEFT JOIN used USING (feed_id, site)
QUALIFY coalesce(pages, 0) + row_number() OVER (
    PARTITION BY feed_id, site
    ORDER BY coalesce(outcome_before = 'pending', false) DESC, published_at DESC NULLS LAST, entry_id
) > $quota;
