-- reads: article_names; writes: names_of_articles
-- Whom these articles name, and where their events happened, for the queries that follow.
CREATE OR REPLACE TEMP TABLE names_of_articles AS
SELECT article_id, entity_id, mentions, is_event_place FROM article_names
WHERE fetched_at BETWEEN $first AND $last AND article_id IN (SELECT unnest($articles::VARCHAR[]));
