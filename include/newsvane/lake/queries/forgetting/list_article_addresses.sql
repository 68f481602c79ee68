-- reads: articles, quarantine; returns: id, address, outlet and hash of the text of every article, those in quarantine included
SELECT article_id, canonical_url, url, outlet, text_hash FROM articles
UNION ALL
SELECT article_id, coalesce(article ->> 'canonical_url', url), url, outlet, coalesce(article ->> 'text_hash', '') FROM quarantine;
