SELECT
    story_id, title, first_outlet, first_day, last_day, articles, originals, translated, outlets, outlet_list[:6] AS shown,
    languages, topics
FROM stories
WHERE last_day >= $since AND ($topic IS NULL OR list_contains(topics, $topic))
ORDER BY last_day DESC, articles DESC, story_id
LIMIT $limit;
