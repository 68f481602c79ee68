-- reads: article_names, articles, quarantine; returns: the articles with one of these ids or canonical addresses, of these outlets, or that name these entities
WITH stored AS (
    SELECT article_id, url, canonical_url, claimed_url, outlet, title, first_title, text, first_text, text_hash, raw_file, fetched_at, day
    FROM (SELECT *, (least(published_at, fetched_at) AT TIME ZONE 'UTC')::DATE AS day FROM articles)
    UNION ALL BY NAME
    SELECT
        article_id, url, article ->> 'canonical_url' AS canonical_url, article ->> 'claimed_url' AS claimed_url, outlet, title,
        article ->> 'text' AS text, article ->> 'text_hash' AS text_hash, article ->> '$.raw.file' AS raw_file,
        quarantined_at AS fetched_at
    FROM quarantine
)
FROM stored
WHERE list_contains($article_ids::VARCHAR[], article_id)
    OR list_contains($canonical_urls::VARCHAR[], canonical_url)
    OR list_contains($outlets::VARCHAR[], outlet)
    OR article_id IN (SELECT article_id FROM article_names WHERE list_contains($entity_ids::VARCHAR[], entity_id))
ORDER BY fetched_at, article_id;
