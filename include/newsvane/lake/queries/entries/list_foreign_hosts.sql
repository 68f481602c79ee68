-- reads: entries, landed_entries; returns: the hosts of other outlets of which sources have pages read
SELECT DISTINCT regexp_replace(split_part(canonical_url, '/', 3), ':[0-9]+$', '') AS host
FROM (
    SELECT canonical_url FROM landed_entries WHERE NOT own AND outcome = 'pending'
    UNION ALL
    SELECT canonical_url FROM entries
    WHERE NOT own AND (seen_at > $day_ago OR changed_at > $day_ago OR next_try_at > $day_ago)
);
