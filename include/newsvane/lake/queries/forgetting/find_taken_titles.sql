-- reads: articles; returns: which of these titles other articles than these have, whole or as a part of theirs
WITH others AS (
    SELECT DISTINCT title FROM articles WHERE NOT list_contains($article_ids::VARCHAR[], article_id)
)
SELECT title FROM (SELECT unnest($titles::VARCHAR[]) AS title) AS asked
WHERE EXISTS (SELECT 1 FROM others WHERE contains(others.title, asked.title));
