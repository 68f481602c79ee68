-- reads: entries; returns: the entries that led to each of these articles, the first ones first
FROM entries
WHERE list_contains($article_ids::VARCHAR[], article_id)
ORDER BY article_id, seen_at, entry_id;
