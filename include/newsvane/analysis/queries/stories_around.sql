-- reads: entities, nearby_articles; returns: the stories before and after one that name the same people, organisations and places
-- A name counts by its rarity among the stories of these days; one that more than a fifth of them have says nothing.
-- Title and outlet are those of the first article, which the caller knows.
WITH nearby AS (
    FROM nearby_articles WHERE story_id IS NOT NULL AND copy_of IS NULL
),
own AS MATERIALIZED (
    SELECT key, entity_id, kind, name
    FROM (SELECT DISTINCT unnest(name_keys) AS key FROM nearby WHERE story_id = $story_id)
    JOIN entities ON key = concat(kind, ':', entity_id)
),
named AS MATERIALIZED (
    SELECT DISTINCT keys.story_id, own.*
    FROM (SELECT story_id, unnest(name_keys) AS key FROM nearby) AS keys
    JOIN own ON own.key = keys.key
),
rarity AS (
    SELECT key, ln((SELECT count(DISTINCT story_id) FROM nearby) / count(*)) AS weight
    FROM named
    GROUP BY key
    HAVING weight >= ln(5)
),
related AS MATERIALIZED (
    SELECT story_id, sum(weight) AS weight, list(name ORDER BY weight DESC, entity_id) AS shared,
        list(entity_id ORDER BY weight DESC, entity_id) AS shared_ids
    FROM named JOIN rarity USING (key)
    WHERE story_id <> $story_id
    GROUP BY story_id
    HAVING sum(rarity.weight) >= 4 AND count(*) >= 2 AND count(*) FILTER (kind <> 'place') >= 1
    ORDER BY sum(rarity.weight) DESC, story_id
    LIMIT $limit
)
SELECT
    r.story_id, NULL::VARCHAR AS title, NULL::VARCHAR AS outlet, min(nearby.appeared_at) AS appeared_at,
    arg_min(nearby.article_id, (nearby.appeared_at, nearby.article_id)) AS first_article,
    NULL::BIGINT AS outlets, any_value(r.shared) AS shared, any_value(r.shared_ids) AS shared_ids,
    min(nearby.appeared_at) < (SELECT min(appeared_at) FROM nearby WHERE story_id = $story_id) AS is_before
FROM related AS r
JOIN nearby ON nearby.story_id = r.story_id
GROUP BY r.story_id
ORDER BY appeared_at, r.story_id;
