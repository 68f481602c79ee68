-- reads: index_changes; returns: how many articles changed, and when the first and the last of them was read
SELECT count(DISTINCT article_id) AS articles, min(fetched_at) AS first, max(fetched_at) AS last FROM index_changes;
