-- reads: entries; returns: the article to which each of these entries led when it was last read
SELECT entry_id, article_id FROM entries WHERE article_id IS NOT NULL AND entry_id IN (SELECT unnest($entry_ids::VARCHAR[]));
