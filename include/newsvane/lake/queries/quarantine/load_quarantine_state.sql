-- reads: quarantine; returns: the current row of an article that is or was in quarantine
SELECT article_id, url, state, settled_at, article ->> 'feed_id' AS feed_id
FROM quarantine
WHERE article_id = $article_id
ORDER BY state <> 'held', quarantined_at DESC
LIMIT 1;
