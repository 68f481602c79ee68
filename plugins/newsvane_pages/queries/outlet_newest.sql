-- reads: articles; returns: the newest articles on topic of an outlet among those that appeared and were read since two times: their ids, and when they were read
SELECT article_id, fetched_at FROM articles
WHERE outlet = $outlet AND fetched_at >= $read_since AND least(published_at, fetched_at) >= $since AND len(topics) > 0
ORDER BY least(published_at, fetched_at) DESC, article_id
LIMIT $limit;
