-- reads: outbox; returns: the newest alerts, one row per alert even if it went to several channels, or was sent again
SELECT
    arg_min(key, (channel, resent_at IS NOT NULL, key)) AS key, rule, min(channel) AS channel, story_id, article_id, feed_id,
    arg_min(covers, (channel, resent_at IS NOT NULL, key)) AS covers, subject,
    arg_min(body, (channel, resent_at IS NOT NULL, key)) AS body, arg_min(html, (channel, resent_at IS NOT NULL, key)) AS html,
    created_at
FROM outbox
WHERE state IN ('pending', 'delivered', 'dead') AND ($rule IS NULL OR rule = $rule)
GROUP BY rule, story_id, article_id, feed_id, subject, created_at
ORDER BY created_at DESC, key
LIMIT $limit;
