-- reads: articles, current_labels; returns: the newest answers that count, of one topic if given, with the article's title and outlet
SELECT l.*, a.title, a.outlet, a.language, a.article_id IS NULL AS gone
FROM (
    FROM current_labels
    WHERE $topic IS NULL OR (question = 'topic' AND subject = $topic)
    ORDER BY labelled_at DESC, label_id DESC
    LIMIT $limit
) AS l
LEFT JOIN articles AS a ON a.article_id = l.article_id
ORDER BY l.labelled_at DESC, l.label_id DESC;
