-- reads: articles, current_labels, grouped_articles; returns: of each of these topics with any left, how many originals read since a time no sample had yet, as label_sample counts them
SELECT a.topic, count(*) AS left_over
FROM (
    SELECT article_id, unnest(topics) AS topic FROM articles
    WHERE fetched_at >= $since AND list_has_any(topics, $topics::VARCHAR[])
) AS a
LEFT JOIN grouped_articles AS g ON g.article_id = a.article_id AND g.grouped_at >= $since::TIMESTAMPTZ - INTERVAL 1 DAY
WHERE
    list_contains($topics::VARCHAR[], a.topic) AND coalesce(g.original, true)
    AND (a.article_id, a.topic) NOT IN (
        SELECT (article_id, subject) FROM current_labels WHERE question = 'topic' AND sampled
    )
GROUP BY a.topic;
