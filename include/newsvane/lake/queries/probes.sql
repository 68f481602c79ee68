CREATE OR REPLACE TEMP TABLE probes AS
SELECT article_id, day, buckets, text_key, keys FROM incoming_article_sketches
UNION ALL SELECT article_id, day, buckets, text_key, keys FROM article_sketches SEMI JOIN touched USING (article_id);
