-- reads: incoming_articles; returns: what can be checked of every article of a part
SELECT
    rowid, article_id, canonical_url, url, outlet, translation_source_url, text_hash, text, first_text, published_at,
    archived_at, fetched_at, raw_file
FROM incoming_articles;
