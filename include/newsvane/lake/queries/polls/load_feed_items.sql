-- reads: feed_items; returns: the items of these feeds when they were last read
SELECT feed_id, keys, ids, times FROM feed_items WHERE feed_id IN (SELECT unnest($feed_ids::VARCHAR[]));
