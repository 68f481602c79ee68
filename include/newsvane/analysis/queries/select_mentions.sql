-- reads: article_names; writes: entity_mentions
-- Where all articles of the lake name one entity, for the queries that follow.
CREATE OR REPLACE TEMP TABLE entity_mentions AS
SELECT article_id, written, mentions, is_event_place FROM article_names WHERE entity_id = $entity_id;
