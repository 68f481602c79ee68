-- reads: articles, entries, feeds; returns: the sources that were the first to list most articles on topic since then
SELECT
    f.feed_id, f.title, f.source_kind, f.outlet, f.watched, count(*) AS entries,
    count(a.article_id) AS articles, count(a.article_id) FILTER (len(a.topics) > 0) AS on_topic, max(e.observed_at) AS last_at
FROM entries AS e
JOIN feeds AS f ON f.feed_id = coalesce(e.found_by, e.feed_id)
LEFT JOIN articles AS a ON a.article_id = e.article_id
WHERE e.observed_at >= $since
GROUP BY ALL
HAVING on_topic > 0
ORDER BY on_topic DESC, f.feed_id
LIMIT $limit;
