-- reads: event_places; returns: the places of the events of some days, those of the most stories first
SELECT
    entity_id, any_value(name) AS name, any_value(country) AS country, any_value(latitude) AS latitude,
    any_value(longitude) AS longitude, count(DISTINCT story_id) AS stories, count(*) AS articles, max(day) AS last_day
FROM event_places
WHERE day BETWEEN $since AND $until AND ($topic IS NULL OR list_contains(topics, $topic))
GROUP BY entity_id
ORDER BY stories DESC, articles DESC, entity_id
LIMIT $limit;
