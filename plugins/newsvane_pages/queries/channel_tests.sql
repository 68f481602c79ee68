-- reads: acts; returns: the latest test messages, to one channel or to all
SELECT target AS channel, done_at, done_by, state, words
FROM acts
WHERE kind = 'test_channel' AND ($channel = '' OR target = $channel)
ORDER BY done_at DESC, act_id
LIMIT $limit;
