-- reads: articles, feeds; returns: the articles of a story, oldest first, with the beginning of their text
SELECT
    a.article_id, a.url, a.title, a.outlet, coalesce(f.kind, a.outlet_kind, 'other') AS outlet_kind,
    coalesce(f.country, a.country) AS outlet_country, a.published_at, a.published_source, a.fetched_at, a.authors,
    a.topics, a.language, a.language_confidence, a.page_language, a.translation_state, a.translation_notice_language,
    a.translation_source_language, a.translation_source_url, a.translation_evidence, left(a.text, 700) AS beginning,
    length(a.text) > 700 AS goes_on, a.words, a.revision, a.revised_at, a.raw_file
FROM articles AS a
LEFT JOIN feeds AS f ON f.feed_id = a.feed_id AND f.outlet IN (a.outlet, '')
WHERE a.fetched_at BETWEEN $first AND $last AND a.article_id IN (SELECT unnest($articles)) AND len(a.topics) > 0
ORDER BY least(a.published_at, a.fetched_at), a.article_id
LIMIT $limit;
