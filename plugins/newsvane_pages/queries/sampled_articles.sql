-- reads: ordered_articles; returns: up to 20 articles that were read at these times, in the order of $articles
-- The times are listed one by one, because then only the row groups with one of them are read.
SELECT
    article_id, url, canonical_url, title, outlet, language, country, text, words, published_at, fetched_at, observed_at,
    date_contradicted, topics, central_topics, translation_state, NULL AS raw_file
FROM ordered_articles
WHERE fetched_at IN (
    $times[1], $times[2], $times[3], $times[4], $times[5], $times[6], $times[7], $times[8], $times[9],
    $times[10], $times[11], $times[12], $times[13], $times[14], $times[15], $times[16], $times[17], $times[18],
    $times[19], $times[20]
) AND article_id IN (SELECT unnest($articles::VARCHAR[]))
ORDER BY list_position($articles::VARCHAR[], article_id);
