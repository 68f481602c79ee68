-- reads: articles; returns: the newest articles on topic that an outlet published since a time: their ids, when they were read, and how many there are in all
SELECT article_id, fetched_at, count(*) OVER () AS matching FROM articles
WHERE outlet = $outlet AND fetched_at >= $since AND least(published_at, fetched_at) >= $since AND len(topics) > 0
ORDER BY least(published_at, fetched_at) DESC, article_id
LIMIT $limit;
