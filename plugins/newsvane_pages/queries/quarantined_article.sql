-- reads: acts, articles, quarantine; returns: the current row of a quarantined article, with who resolved it and why, and whether it has landed
SELECT q.*, a.kind AS settled_how, a.done_by AS settled_by, a.reason AS settled_why,
    q.state = 'replayed' AND q.article_id IN (SELECT article_id FROM articles) AS has_landed
FROM quarantine AS q
LEFT JOIN acts AS a ON a.target = q.article_id AND a.state = 'done' AND a.kind IN ('replay', 'land', 'discard')
    AND a.done_at >= q.settled_at - INTERVAL 5 MINUTES
WHERE q.article_id = $article_id
ORDER BY q.state <> 'held', q.quarantined_at DESC, a.done_at
LIMIT 1;
