-- reads: current_labels; returns: the newest answers to the questions about an article
FROM current_labels WHERE article_id = $article ORDER BY labelled_at DESC, label_id DESC LIMIT $limit;
