-- reads: article_groups, articles; writes: nearby_articles
-- The articles on topic of some days, each with its story if it was grouped until $grouped_until.
-- Those that were read in these days are asked for apart from those read later, and a grouping is never older than its
-- article: with these bounds DuckLake skips files, and DuckDB row groups.
CREATE OR REPLACE TEMP TABLE nearby_articles AS
WITH read AS (
    SELECT
        article_id, topics, name_keys,
        CASE WHEN published_at <= fetched_at THEN published_at ELSE fetched_at END AS appeared_at
    FROM articles
    WHERE fetched_at BETWEEN $since AND $until AND appeared_at >= $since
    UNION ALL
    SELECT article_id, topics, name_keys, published_at
    FROM articles
    WHERE published_at BETWEEN $since AND $until AND fetched_at > $until
)
SELECT r.article_id, r.name_keys, r.appeared_at, g.story_id, g.copy_of
FROM read AS r
LEFT JOIN (FROM article_groups WHERE grouped_at BETWEEN $since AND $grouped_until) AS g ON g.article_id = r.article_id
WHERE len(r.topics) > 0;
