-- reads: article_groups; returns: the articles that copy or translate one of these, that these copy or translate, or that share an original with one of them
WITH chosen AS (
    FROM article_groups WHERE list_contains($article_ids::VARCHAR[], article_id)
), families AS (
    SELECT coalesce(copy_of, article_id) AS family FROM chosen
)
SELECT article_id FROM article_groups
WHERE (copy_of IN (FROM families) OR article_id IN (FROM families)) AND NOT list_contains($article_ids::VARCHAR[], article_id)
ORDER BY article_id;
