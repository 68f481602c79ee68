-- reads: acts, quarantine; returns: the current row of an article that is or was in quarantine, and whether a person landed it as it was
SELECT
    article_id, url, state, settled_at,
    (
        SELECT arg_max(kind, done_at) FROM acts
        WHERE target = $article_id AND state = 'done' AND kind IN ('land', 'replay') AND NOT starts_with(words, 'removed')
    ) = 'land' AS is_landed_by_hand,
    article ->> 'feed_id' AS feed_id
FROM quarantine
WHERE article_id = $article_id
ORDER BY state <> 'held', quarantined_at DESC
LIMIT 1;
