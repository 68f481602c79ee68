-- reads: quarantine; returns: quarantined articles, those still in quarantine first
SELECT
    article_id, url, outlet, title, reasons, state, quarantined_at, settled_at, run_id,
    (article ->> '$.raw.file') IS NOT NULL AS archived
FROM quarantine
ORDER BY state <> 'held', quarantined_at DESC, article_id
LIMIT $limit;
