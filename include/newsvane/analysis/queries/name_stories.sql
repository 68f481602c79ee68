-- reads: coverage, mentions; returns: the latest stories since a day that name one entity or, by $happened, whose event happened there
-- A story is shown by its first article that does so and is nobody's copy. As in event_places, where its event happened
-- is not said by an article that merely claims to be a translation (original and linked), unless it has no others.
WITH reported AS (
    SELECT story_id FROM coverage
    WHERE story_id IN (SELECT story_id FROM mentions WHERE is_event_place AND original AND is_linked)
        AND (copy_of IS NULL OR NOT original)
)
SELECT
    story_id, max(reported_at) AS last_at, count(*) AS articles, sum(count(*)) OVER ()::BIGINT AS all_articles, count(DISTINCT outlet) AS outlets,
    count(DISTINCT outlet) FILTER (NOT is_linked) AS independent_outlets,
    arg_min(article_id, (is_linked, reported_at, article_id)) AS article_id,
    arg_min(fetched_at, (is_linked, reported_at, article_id)) AS fetched_at,
    arg_min(written, (is_linked, reported_at, article_id)) AS written
FROM mentions
WHERE day >= $since AND if(
    $happened, is_event_place AND NOT (original AND is_linked AND story_id IN (FROM reported)), mentions > 0
)
GROUP BY story_id
ORDER BY last_at DESC, story_id
LIMIT $limit;
