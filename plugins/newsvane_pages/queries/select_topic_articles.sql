-- reads: articles, grouped_articles; writes: topic_articles
-- The articles on a topic that were published since a day, with their stories, for the queries that follow.
-- An article is grouped after it is read, and never dated after its reading, so the bounds on grouped_at and fetched_at
-- let DuckLake skip whole files.
CREATE OR REPLACE TEMP TABLE topic_articles AS
WITH chosen AS (
    SELECT
        article_id, outlet, fetched_at, observed_at, least(published_at, fetched_at)::DATE AS day,
        list_contains(central_topics, $topic) AS is_central
    FROM articles
    WHERE fetched_at >= $since::DATE AND least(published_at, fetched_at) >= $since::DATE AND list_contains(topics, $topic)
)
SELECT
    c.*, coalesce(g.story_id, c.article_id) AS story_id, coalesce(g.original, true) AS original,
    g.copy_of IS NOT NULL AS is_linked, coalesce(g.is_claim, false) AS is_claim
FROM chosen AS c
LEFT JOIN grouped_articles AS g ON g.article_id = c.article_id AND g.grouped_at >= $since::DATE;
