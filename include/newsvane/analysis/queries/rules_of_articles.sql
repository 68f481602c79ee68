-- reads: outbox; returns: the alert rules that had a message about each of these articles
SELECT DISTINCT rule, article_id FROM outbox
WHERE kind <> 'digest' AND article_id IN (SELECT unnest($articles::VARCHAR[]))
ORDER BY rule, article_id;
