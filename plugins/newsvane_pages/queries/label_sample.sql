-- reads: articles, current_labels, grouped_articles; returns: a random sample of the originals of a topic since a time that no sample had yet, and how many there are
-- The seed decides the order, so articles that land meanwhile do not change it.
SELECT a.article_id, a.fetched_at, count(*) OVER () AS left_over
FROM articles AS a
LEFT JOIN grouped_articles AS g ON g.article_id = a.article_id
WHERE a.fetched_at >= $since AND list_contains(a.topics, $topic) AND coalesce(g.original, true)
    AND NOT list_contains($pending::VARCHAR[], a.article_id)
    AND a.article_id NOT IN (SELECT article_id FROM current_labels WHERE question = 'topic' AND subject = $topic AND sampled)
ORDER BY md5(concat($seed::BIGINT, '/', a.article_id))
LIMIT $limit;
