-- reads: articles, incoming_articles; writes: new_articles
-- The articles of a part that this lake does not have. Those that it has stay as they are.
CREATE OR REPLACE TEMP TABLE new_articles AS
SELECT DISTINCT article_id FROM incoming_articles ANTI JOIN articles USING (article_id);
