-- reads: incoming_articles; writes: articles, articles_to_name
CREATE OR REPLACE TEMP TABLE articles_to_name AS SELECT article_id, fetched_at, name_keys FROM incoming_articles;

UPDATE articles SET name_keys = new.name_keys
FROM articles_to_name AS new
WHERE articles.article_id = new.article_id AND articles.fetched_at = new.fetched_at
    AND articles.name_keys IS DISTINCT FROM new.name_keys;
