-- reads: ordered_articles; returns: the first of these articles in order of time, without their texts
SELECT
    article_id, title, outlet, url, language, published_at, fetched_at, observed_at, absent_at, ordered_at,
    date_contradicted, translation_state, revision, source
FROM ordered_articles
WHERE fetched_at BETWEEN $first AND $last AND article_id IN (SELECT unnest($articles))
ORDER BY ordered_at, published_at IS NULL, coalesce(published_at, fetched_at), article_id
LIMIT $limit;
