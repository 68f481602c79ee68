-- reads: article_groups, articles, incoming_labels; returns: the answers that cannot be stored, with the reason: gone, or unknown if nothing has the name of its subject
-- What an article had once may be judged although nothing is called so any more: topics are renamed, originals removed.
WITH named AS (
    SELECT article_id, topics FROM articles
    WHERE article_id IN (SELECT article_id FROM incoming_labels UNION ALL SELECT subject FROM incoming_labels)
)
SELECT
    new.article_id, new.question, new.subject, CASE WHEN a.article_id IS NULL THEN 'gone' ELSE 'unknown' END AS reason
FROM incoming_labels AS new
LEFT JOIN named AS a ON a.article_id = new.article_id
LEFT JOIN article_groups AS g ON g.article_id = new.article_id
WHERE a.article_id IS NULL
    OR (new.question = 'topic' AND NOT list_contains($topics::VARCHAR[], new.subject) AND NOT list_contains(a.topics, new.subject))
    OR (new.question = 'link' AND new.subject NOT IN (SELECT article_id FROM named) AND new.subject IS DISTINCT FROM g.copy_of)
    OR (new.question = 'link' AND new.subject = new.article_id)
ORDER BY new.label_id;
