-- reads: entries; returns: the entries that led to one of these articles, have one of these canonical addresses, or whose host contains one of these domains
SELECT entry_id, url, canonical_url, seen_at, article_id FROM entries
WHERE list_contains($article_ids::VARCHAR[], article_id)
    OR list_contains($canonical_urls::VARCHAR[], canonical_url)
    OR len(list_filter($domains::VARCHAR[], domain -> contains(canonical_url, domain))) > 0
ORDER BY entry_id;
