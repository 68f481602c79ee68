-- reads: entries, skipped; returns: what became of the entry with an address ($url, canonical), and why it was left out last
SELECT e.outcome, e.article_id, e.next_try_at, s.reason, s.detail, s.skipped_at
FROM entries AS e LEFT JOIN skipped AS s ON s.entry_id = e.entry_id
WHERE e.canonical_url = $url
ORDER BY s.skipped_at DESC NULLS LAST, e.seen_at
LIMIT 1;
