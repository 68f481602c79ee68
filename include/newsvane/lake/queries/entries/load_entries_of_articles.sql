-- reads: entries; returns: the first entry that led to each of these articles
FROM entries
WHERE list_contains($article_ids::VARCHAR[], article_id)
QUALIFY row_number() OVER (PARTITION BY article_id ORDER BY seen_at, entry_id) = 1;
