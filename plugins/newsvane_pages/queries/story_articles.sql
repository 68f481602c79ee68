-- reads: coverage; returns: the articles of a story, the one that came first first, with at most 50,000 characters of their text, which end with a whole word
SELECT
    article_id, url, title, outlet, outlet_kind, outlet_country, published_at, published_source, fetched_at, ordered_at, authors, topics,
    language, language_confidence, page_language, translation_state, translation_notice_language,
    translation_source_language, translation_source_url, translation_evidence,
    length(text) > 50_000 AS goes_on,
    CASE
        WHEN length(text) > 50_000 THEN regexp_replace(left(text, 50_000), '\s\S{0,100}$', '') ELSE text
    END AS shown_text,
    words, revision, revised_at, raw_file, observed_at, absent_at, date_contradicted
FROM coverage
WHERE fetched_at BETWEEN $first AND $last AND article_id IN (SELECT unnest($articles))
ORDER BY ordered_at, published_at IS NULL, coalesce(published_at, fetched_at), article_id
LIMIT $limit;
