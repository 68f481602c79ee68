-- reads: article_names, articles, quarantine; writes: chosen_articles
-- The articles with one of these ids or canonical addresses, of these outlets, or that name these entities: without
-- their texts, because this reads every row.
CREATE OR REPLACE TEMP TABLE chosen_articles AS
WITH stored AS (
    SELECT article_id, canonical_url, outlet, fetched_at FROM articles
    UNION ALL
    SELECT article_id, article ->> 'canonical_url', outlet, NULL FROM quarantine
)
SELECT article_id, fetched_at FROM stored
WHERE list_contains($article_ids::VARCHAR[], article_id)
    OR list_contains($canonical_urls::VARCHAR[], canonical_url)
    OR list_contains($outlets::VARCHAR[], outlet)
    OR article_id IN (SELECT article_id FROM article_names WHERE list_contains($entity_ids::VARCHAR[], entity_id));
