-- reads: articles, outbox; returns: the alert rules that had a message about each of these articles, and the topics that the article has now
SELECT DISTINCT o.rule, o.article_id, coalesce(a.topics, []) AS topics
FROM outbox AS o
LEFT JOIN articles AS a ON a.article_id = o.article_id
WHERE o.kind <> 'digest' AND o.article_id IN (SELECT unnest($articles::VARCHAR[]))
ORDER BY o.rule, o.article_id;
