-- reads: coverage, matches; returns: the same of the originals of these days that meet a condition and are not in matches
SELECT article_id, fetched_at, count(*) OVER ()::BIGINT AS articles
FROM (SELECT *, outlet_country AS country, least(published_at, fetched_at) AS moment FROM coverage)
WHERE
    fetched_at >= {since} AND day >= {since}::DATE AND day <= {until}::DATE AND original AND ({condition})
    AND article_id NOT IN (SELECT article_id FROM matches)
ORDER BY article_id
LIMIT {limit};
