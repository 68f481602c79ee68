-- reads: articles, quarantine; returns: quarantined articles, those still in quarantine first, each with what it has, and whether it has landed
SELECT
    article_id, url, outlet, title, reasons, state, quarantined_at, settled_at, run_id,
    (article ->> '$.raw.file') IS NOT NULL AS archived,
    article ->> '$.published_at' AS published_at, article ->> '$.words' AS words, article ->> '$.language' AS language,
    state = 'replayed' AND article_id IN (SELECT article_id FROM articles) AS has_landed
FROM quarantine
ORDER BY state <> 'held', quarantined_at DESC, article_id
LIMIT $limit;
