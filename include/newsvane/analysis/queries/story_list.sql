-- reads: stories; returns: the latest or the largest stories of some days, on a topic and with an outlet, and how many were found
SELECT
    story_id, title, first_outlet, first_day, last_day, articles, originals, translated, outlets, independent_outlets, outlet_list, languages, topics,
    count(*) OVER () AS found
FROM stories
WHERE last_day >= $since AND first_day <= $until
    AND ($topic IS NULL OR list_contains(topics, $topic))
    AND (len($outlets) = 0 OR list_has_any(outlet_list, $outlets))
ORDER BY CASE WHEN $biggest THEN articles END DESC, last_day DESC, articles DESC, story_id
LIMIT $limit;
