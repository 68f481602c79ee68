-- reads: articles, articles_to_name; writes: trend_stale
-- Where the event of an article happened is in counted_articles, too.
INSERT INTO trend_stale
SELECT DISTINCT (least(published_at, fetched_at) AT TIME ZONE 'UTC')::DATE AS day
FROM articles SEMI JOIN articles_to_name USING (article_id);
