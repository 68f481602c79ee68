-- reads: articles, chosen_articles, quarantine; returns: the chosen articles with all their texts
WITH stored AS (
    SELECT article_id, url, canonical_url, claimed_url, outlet, title, first_title, text, first_text, text_hash, raw_file, fetched_at, day
    FROM (SELECT *, (least(published_at, fetched_at) AT TIME ZONE 'UTC')::DATE AS day FROM articles)
    WHERE fetched_at BETWEEN getvariable('chosen_first') AND getvariable('chosen_last')
        AND article_id IN (SELECT article_id FROM chosen_articles)
    UNION ALL BY NAME
    SELECT
        article_id, url, article ->> 'canonical_url' AS canonical_url, article ->> 'claimed_url' AS claimed_url, outlet, title,
        article ->> 'text' AS text, article ->> 'text_hash' AS text_hash, article ->> '$.raw.file' AS raw_file,
        quarantined_at AS fetched_at
    FROM quarantine
    WHERE article_id IN (SELECT article_id FROM chosen_articles)
)
FROM stored ORDER BY fetched_at, article_id;
