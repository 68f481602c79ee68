-- reads: incoming_articles; writes: articles
UPDATE articles
SET url = new.url, raw_file = new.raw_file, raw_offset = new.raw_offset, raw_digest = new.raw_digest
FROM incoming_articles AS new
WHERE articles.article_id = new.article_id;
