-- reads: current_labels; returns: the answers that count to whether these articles are about a topic, newest first
FROM current_labels
WHERE article_id IN (SELECT unnest($articles::VARCHAR[])) AND question = 'topic' AND subject = $topic
ORDER BY labelled_at DESC, label_id DESC;
