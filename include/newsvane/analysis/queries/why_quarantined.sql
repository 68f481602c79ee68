-- reads: quarantine; returns: why an article is in quarantine
SELECT 'quarantine' AS place, array_to_string(reasons, ', ') AS reason FROM quarantine WHERE article_id = $id AND state = 'held';
