-- reads: article_groups, articles, entities, grouped_articles; returns: the stories before and after one that name the same people, organisations and places
-- A name counts by its rarity among the stories of these days; one that more than a fifth of them have says nothing.
-- The articles of these days are asked for in two parts, each with a bound on one time, and a grouping is never older than
-- its article: with these bounds DuckLake skips files, and DuckDB row groups.
WITH read AS (
    SELECT article_id, title, outlet, topics, name_keys, published_at AS appeared_at
    FROM articles
    WHERE published_at BETWEEN $since AND $until AND fetched_at >= published_at
    UNION ALL
    SELECT article_id, title, outlet, topics, name_keys, fetched_at
    FROM articles
    WHERE fetched_at BETWEEN $since AND $until AND (published_at IS NULL OR fetched_at < published_at)
),
nearby AS MATERIALIZED (
    SELECT g.story_id, r.article_id, r.title, r.outlet, r.name_keys, r.appeared_at
    FROM read AS r
    JOIN article_groups AS g ON g.article_id = r.article_id
    WHERE g.grouped_at >= $since AND g.copy_of IS NULL AND len(r.topics) > 0
),
keys AS (
    SELECT DISTINCT story_id, unnest(name_keys) AS key FROM nearby
),
own AS (
    SELECT key, entity_id, kind, name FROM keys JOIN entities ON key = concat(kind, ':', entity_id) WHERE story_id = $story_id
),
named AS (
    SELECT keys.story_id, own.* FROM keys JOIN own ON own.key = keys.key
),
rarity AS (
    SELECT key, ln((SELECT count(DISTINCT story_id) FROM nearby) / count(*)) AS weight
    FROM named
    GROUP BY key
    HAVING weight >= ln(5)
),
related AS (
    SELECT story_id, sum(weight) AS weight, list(name ORDER BY weight DESC, entity_id) AS shared,
        list(entity_id ORDER BY weight DESC, entity_id) AS shared_ids
    FROM named JOIN rarity USING (key)
    WHERE story_id <> $story_id
    GROUP BY story_id
    HAVING sum(rarity.weight) >= 4 AND count(*) >= 2 AND count(*) FILTER (kind <> 'place') >= 1
    ORDER BY sum(rarity.weight) DESC, story_id
    LIMIT $limit
),
spread AS (
    SELECT g.story_id, count(DISTINCT a.outlet) AS outlets
    FROM grouped_articles AS g
    SEMI JOIN related ON related.story_id = g.story_id
    JOIN articles AS a ON a.article_id = g.article_id
    WHERE g.grouped_at >= $since AND a.fetched_at >= $since AND NOT (g.original AND g.copy_of IS NOT NULL)
    GROUP BY g.story_id
)
SELECT
    r.story_id, arg_min(nearby.title, (nearby.appeared_at, nearby.article_id)) AS title,
    arg_min(nearby.outlet, (nearby.appeared_at, nearby.article_id)) AS outlet, min(nearby.appeared_at) AS appeared_at,
    any_value(spread.outlets) AS outlets, any_value(r.shared) AS shared, any_value(r.shared_ids) AS shared_ids,
    min(nearby.appeared_at) < (SELECT min(appeared_at) FROM nearby WHERE story_id = $story_id) AS is_before
FROM related AS r
JOIN nearby ON nearby.story_id = r.story_id
JOIN spread ON spread.story_id = r.story_id
GROUP BY r.story_id
ORDER BY appeared_at, r.story_id;
