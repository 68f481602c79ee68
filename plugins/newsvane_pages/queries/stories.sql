SELECT
    story_id, title, first_outlet, first_day, last_day, articles, originals, translated, outlets, outlet_list[:6] AS shown,
    languages, topics
FROM stories
WHERE last_day >= $since AND ($topic IS NULL OR list_contains(topics, $topic))
    AND ($language IS NULL OR list_contains(languages, $language))
    AND ($outlet IS NULL OR list_contains(outlet_list, $outlet))
    AND ($kind IS NULL OR list_has_any(outlet_list, (SELECT coalesce(list(outlet), []) FROM feeds WHERE kind = $kind)))
ORDER BY last_day DESC, articles DESC, story_id
LIMIT $limit;
