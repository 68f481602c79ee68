-- reads: articles, own_feeds; returns: articles on topic that were read in a span, with what the search index takes from them
-- Country and kind of the outlet are those of the view coverage, whose join with article_groups is not needed here.
SELECT
    a.article_id, coalesce(a.title, '') AS title, coalesce(a.text, '') AS text, coalesce(a.outlet, '') AS outlet,
    coalesce(nullif(f.kind, 'other'), a.outlet_kind, 'other') AS outlet_kind, coalesce(a.language, '') AS language,
    coalesce(f.country, a.country, '') AS country, coalesce(a.kind, '') AS kind,
    coalesce(a.translation_state IN ('translated', 'proxy'), false) AS is_translated,
    a.topics, coalesce(a.central_topics, []) AS central_topics,
    coalesce(a.name_keys, []) AS name_keys, a.published_at, a.fetched_at
FROM articles AS a
LEFT JOIN own_feeds AS f ON f.feed_id = a.feed_id AND f.outlet IN (a.outlet, '')
WHERE len(a.topics) > 0 AND a.fetched_at >= {since} AND a.fetched_at < {until} AND {condition};
