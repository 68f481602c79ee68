-- reads: article_groups, article_names, articles, entities; returns: the stories before and after one that name the same people, organisations and places
-- A name counts by its rarity among the stories of these days; one that more than a fifth of them have says nothing.
WITH own AS (
    SELECT DISTINCT n.entity_id
    FROM article_groups AS g
    JOIN article_names AS n ON n.article_id = g.article_id
    WHERE g.story_id = $story_id AND g.copy_of IS NULL AND n.mentions > 0
),
nearby AS MATERIALIZED (
    SELECT g.story_id, a.article_id, a.title, a.outlet, least(a.published_at, a.fetched_at) AS appeared_at
    FROM articles AS a
    JOIN article_groups AS g ON g.article_id = a.article_id
    WHERE a.fetched_at >= $since AND least(a.published_at, a.fetched_at) BETWEEN $since AND $until AND g.copy_of IS NULL
        AND len(a.topics) > 0
),
named AS (
    SELECT DISTINCT r.story_id, n.entity_id
    FROM article_names AS n
    SEMI JOIN own ON own.entity_id = n.entity_id
    JOIN nearby AS r ON r.article_id = n.article_id
    WHERE n.mentions > 0
),
rarity AS (
    SELECT entity_id, ln((SELECT count(DISTINCT story_id) FROM nearby) / count(*)) AS weight
    FROM named
    GROUP BY entity_id
    HAVING weight >= ln(5)
),
related AS (
    SELECT named.story_id, sum(rarity.weight) AS weight, list(e.name ORDER BY rarity.weight DESC, e.entity_id) AS shared
    FROM named
    JOIN rarity ON rarity.entity_id = named.entity_id
    JOIN entities AS e ON e.entity_id = named.entity_id
    WHERE named.story_id <> $story_id
    GROUP BY named.story_id
    HAVING weight >= 4 AND count(*) >= 2 AND count(*) FILTER (e.kind <> 'place') >= 1
    ORDER BY weight DESC, named.story_id
    LIMIT $limit
),
spread AS (
    SELECT g.story_id, count(DISTINCT a.outlet) AS outlets
    FROM article_groups AS g
    SEMI JOIN related ON related.story_id = g.story_id
    JOIN articles AS a ON a.article_id = g.article_id
    GROUP BY g.story_id
)
SELECT
    r.story_id, arg_min(nearby.title, (nearby.appeared_at, nearby.article_id)) AS title,
    arg_min(nearby.outlet, (nearby.appeared_at, nearby.article_id)) AS outlet, min(nearby.appeared_at) AS appeared_at,
    any_value(spread.outlets) AS outlets, any_value(r.shared) AS shared,
    min(nearby.appeared_at) < (SELECT min(appeared_at) FROM nearby WHERE story_id = $story_id) AS is_before
FROM related AS r
JOIN nearby ON nearby.story_id = r.story_id
JOIN spread ON spread.story_id = r.story_id
GROUP BY r.story_id
ORDER BY appeared_at, r.story_id;
