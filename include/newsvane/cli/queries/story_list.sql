-- reads: stories; returns: the latest or the largest stories on a topic
SELECT story_id, title, first_outlet, first_day, last_day, articles, originals, translated, outlets, languages, topics
FROM stories
WHERE last_day >= $since AND ($topic IS NULL OR list_contains(topics, $topic))
ORDER BY CASE WHEN $biggest THEN articles END DESC, last_day DESC, articles DESC, story_id
LIMIT $limit;
