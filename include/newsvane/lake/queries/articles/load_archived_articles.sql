-- reads: articles; returns: articles with an archived page, oldest first, with their addresses and where the page is
SELECT
    article_id, feed_id, url, canonical_url, published_at, published_source, fetched_at, source, archived_at, raw_file,
    raw_offset, raw_digest
FROM articles
WHERE fetched_at >= $since AND raw_file IS NOT NULL
ORDER BY fetched_at, article_id;
