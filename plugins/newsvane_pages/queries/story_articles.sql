-- reads: coverage; returns: the articles of a story, the one that came first first, with the beginning of their text
SELECT
    article_id, url, title, outlet, outlet_kind, outlet_country, published_at, published_source, fetched_at, authors, topics,
    language, language_confidence, page_language, translation_state, translation_notice_language,
    translation_source_language, translation_source_url, translation_evidence, left(text, 700) AS beginning,
    length(text) > 700 AS goes_on, words, revision, revised_at, raw_file, observed_at, absent_at, date_contradicted
FROM coverage
WHERE fetched_at BETWEEN $first AND $last AND article_id IN (SELECT unnest($articles))
ORDER BY ordered_at, published_at IS NULL, coalesce(published_at, fetched_at), article_id
LIMIT $limit;
