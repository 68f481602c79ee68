-- reads: landed_articles; writes: articles_to_name
CREATE OR REPLACE TEMP TABLE articles_to_name AS SELECT article_id, fetched_at FROM landed_articles;
