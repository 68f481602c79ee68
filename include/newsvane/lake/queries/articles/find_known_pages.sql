-- reads: articles, entries, quarantine; returns: which of these articles, entries and pages the lake knows: by kind, the id
SELECT CASE WHEN len(topics) > 0 THEN 'on_topic' ELSE 'off_topic' END AS kind, article_id AS id FROM articles
WHERE article_id IN (SELECT unnest($article_ids::VARCHAR[]))
UNION ALL
SELECT 'quarantined', article_id FROM quarantine
WHERE article_id IN (SELECT unnest($article_ids::VARCHAR[])) AND state IN ('held', 'discarded')
UNION ALL
SELECT 'pending', entry_id FROM entries
WHERE entry_id IN (SELECT unnest($entry_ids::VARCHAR[])) AND outcome = 'pending';
