-- reads: articles, entries, quarantine; returns: which of these articles, entries and pages the lake knows: by kind, the id
SELECT 'article' AS kind, article_id AS id FROM articles
WHERE article_id IN (SELECT unnest($article_ids::VARCHAR[])) AND len(topics) > 0
UNION ALL
SELECT 'off_topic', article_id FROM articles
WHERE article_id IN (SELECT unnest($article_ids::VARCHAR[])) AND len(topics) = 0
UNION ALL
SELECT 'quarantined', article_id FROM quarantine
WHERE article_id IN (SELECT unnest($article_ids::VARCHAR[])) AND state IN ('held', 'discarded')
UNION ALL
SELECT 'pending', entry_id FROM entries
WHERE entry_id IN (SELECT unnest($entry_ids::VARCHAR[])) AND outcome = 'pending';
