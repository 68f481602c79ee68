-- reads: acts; returns: the latest manual actions
FROM acts WHERE asked_at >= $since ORDER BY asked_at DESC, act_id LIMIT $limit;
