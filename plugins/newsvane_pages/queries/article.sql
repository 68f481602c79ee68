-- reads: feeds, ordered_articles; returns: an article, on topic or not, with the title of its feed
SELECT
    a.* REPLACE (coalesce(f.country, a.country) AS country, coalesce(f.kind, a.outlet_kind, 'other') AS outlet_kind),
    f.title AS feed_title
FROM ordered_articles AS a
LEFT JOIN feeds AS f ON f.feed_id = a.feed_id AND f.outlet IN (a.outlet, '')
WHERE a.fetched_at BETWEEN $first AND $last AND a.article_id IN (SELECT unnest($articles));
