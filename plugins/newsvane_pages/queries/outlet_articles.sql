-- reads: coverage; returns: the newest articles on topic of an outlet since a time, and how many there are
SELECT
    article_id, story_id, title, url, language, published_at, observed_at, fetched_at, date_contradicted,
    translation_state, original, copy_kind, topics, count(*) OVER () AS matching
FROM coverage
WHERE outlet = $outlet AND fetched_at >= $since
ORDER BY least(published_at, fetched_at) DESC, article_id
LIMIT $limit;
