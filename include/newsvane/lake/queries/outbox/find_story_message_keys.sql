-- reads: outbox; returns: the keys of the messages about these stories or articles
SELECT key FROM outbox
WHERE story_id IN (SELECT unnest($story_ids::VARCHAR[])) OR article_id IN (SELECT unnest($article_ids::VARCHAR[]));
