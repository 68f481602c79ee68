-- reads: article_names, articles, entities, grouped_articles; returns: the entities whose name or id has all these words as parts, or that are spelled so, with how many stories of some days name them
-- What is spelled exactly so comes first ($exact), then names with a word that begins so. The other spellings in any script are looked up before ($spelled).
-- $words: as `fold` writes them; $latin: the same words as an id would have them. Bounds on fetched_at and grouped_at as in names_top.
WITH named AS (
    SELECT entity_id, kind, name, '-' || entity_id AS id, ' ' || lower(strip_accents(name)) AS folded FROM entities
    WHERE $kind IS NULL OR kind = $kind
), matching AS (
    SELECT
        entity_id, kind, name, list_contains($exact::VARCHAR[], entity_id) AS is_exact,
        contains(folded, ' ' || $words[1]) OR contains(id, '-' || $latin[1]) AS begins
    FROM named
    WHERE list_contains($spelled::VARCHAR[], entity_id)
        OR len(list_filter(list_zip($words::VARCHAR[], $latin::VARCHAR[]), lambda word: contains(folded, word[1]) OR contains(id, word[2]))) = len($words)
), counted AS (
    SELECT
        n.entity_id, count(DISTINCT coalesce(g.story_id, a.article_id)) AS stories, count(*) AS articles,
        count(DISTINCT a.outlet) AS outlets, list_sort(list(DISTINCT a.language)) AS languages
    FROM article_names AS n
    JOIN articles AS a ON a.article_id = n.article_id
    LEFT JOIN grouped_articles AS g ON g.article_id = a.article_id AND g.grouped_at >= $since::DATE
    WHERE n.entity_id IN (SELECT entity_id FROM matching) AND n.mentions > 0 AND n.fetched_at >= $since::DATE
        AND a.fetched_at >= $since::DATE AND len(a.topics) > 0
        AND least(a.published_at, a.fetched_at) >= $since::DATE AND least(a.published_at, a.fetched_at) < $until::DATE + 1
    GROUP BY n.entity_id
)
SELECT
    m.entity_id, m.kind, m.name, coalesce(c.stories, 0) AS stories, coalesce(c.articles, 0) AS articles,
    coalesce(c.outlets, 0) AS outlets, coalesce(c.languages, []) AS languages
FROM matching AS m
LEFT JOIN counted AS c ON c.entity_id = m.entity_id
ORDER BY m.is_exact DESC, m.begins DESC, stories DESC, articles DESC, m.entity_id
LIMIT $limit;
