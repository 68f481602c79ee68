-- reads: quarantine; returns: the articles in quarantine, oldest first
SELECT article, reasons, run_id, quarantined_at FROM quarantine WHERE state = 'held'
ORDER BY quarantined_at, article_id;
