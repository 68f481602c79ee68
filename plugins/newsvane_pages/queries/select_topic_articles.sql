-- reads: counted_articles; writes: topic_articles
-- The articles on a topic that were published since a day, with their stories, for the queries that follow.
CREATE OR REPLACE TEMP TABLE topic_articles AS
SELECT
    day, article_id, outlet, story_id, original, is_linked, is_claim, fetched_at, observed_at,
    list_contains(central_topics, $topic) AS is_central
FROM counted_articles WHERE day >= $since AND list_contains(topics, $topic);
