FROM acts WHERE asked_at >= $since ORDER BY asked_at DESC, act_id LIMIT $limit;
