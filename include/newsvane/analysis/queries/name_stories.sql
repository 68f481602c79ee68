-- reads: mentions; returns: the latest stories since a day that name one entity or, by $happened, whose event happened there
-- A story is shown by its first article that does so and is nobody's copy.
SELECT
    story_id, max(reported_at) AS last_at, count(*) AS articles, sum(count(*)) OVER ()::BIGINT AS all_articles, count(DISTINCT outlet) AS outlets,
    count(DISTINCT outlet) FILTER (NOT is_linked) AS independent_outlets,
    arg_min(article_id, (is_linked, reported_at, article_id)) AS article_id,
    arg_min(fetched_at, (is_linked, reported_at, article_id)) AS fetched_at,
    arg_min(written, (is_linked, reported_at, article_id)) AS written
FROM mentions
WHERE if($happened, is_event_place, mentions > 0) AND day >= $since
GROUP BY story_id
ORDER BY last_at DESC, story_id
LIMIT $limit;
