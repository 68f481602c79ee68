-- reads: current_labels; returns: what one person said of these articles and a topic, newest first
FROM current_labels
WHERE labelled_by = $user AND article_id IN (SELECT unnest($articles::VARCHAR[])) AND question = 'topic' AND subject = $topic
ORDER BY labelled_at DESC, label_id DESC;
