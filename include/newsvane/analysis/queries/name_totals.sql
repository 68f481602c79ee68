-- reads: mentions; returns: how many articles since a day name one entity, of whom, and the first and the last of them
SELECT
    count(*) AS articles, count(*) FILTER (original) AS originals, count(DISTINCT story_id) AS stories,
    count(DISTINCT outlet) AS outlets, list_sort(list(DISTINCT language)) AS languages, min(reported_at) AS first_named_at,
    arg_min(article_id, (reported_at, article_id)) AS first_article_id,
    arg_min(outlet, (reported_at, article_id)) AS first_outlet, max(reported_at) AS last_named_at
FROM mentions
WHERE mentions > 0 AND day >= $since;
