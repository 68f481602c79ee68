-- reads: article_groups, articles, feeds; returns: the latest stories with an article that the filters select
-- Counts only the articles that the filters select. An article is grouped after it is read, and never dated after its
-- reading, so the bounds on grouped_at and fetched_at let DuckLake skip whole files.
WITH passed AS (
    SELECT
        coalesce(g.story_id, a.article_id) AS story_id, a.article_id, a.title, a.outlet, a.language, a.topics, a.translation_state,
        g.copy_of IS NULL AS original, least(a.published_at, a.fetched_at) AS moment,
        CASE
            WHEN a.published_at IS NULL THEN a.seen_at
            ELSE greatest(least(a.published_at, a.seen_at), a.absent_at, a.seen_at - INTERVAL 1 HOUR)
        END AS ordered_at
    FROM (
        SELECT *, coalesce(observed_at, to_timestamp(floor(epoch(fetched_at) / 3600) * 3600)) AS seen_at FROM articles
    ) AS a
    LEFT JOIN article_groups AS g ON g.article_id = a.article_id AND g.grouped_at >= $since
    WHERE a.fetched_at >= $since AND len(a.topics) > 0
        AND ($topic IS NULL OR list_contains(a.topics, $topic)) AND ($language IS NULL OR a.language = $language)
        AND ($outlet IS NULL OR a.outlet = $outlet)
        AND ($kind IS NULL OR a.outlet IN (SELECT outlet FROM feeds WHERE kind = $kind))
)
SELECT
    story_id, arg_min(title, (NOT original, ordered_at, moment, article_id)) AS title, max(moment)::DATE AS last_day, count(*) AS articles,
    count(*) FILTER (original) AS originals,
    count(*) FILTER (translation_state IN ('translated', 'proxy')) AS translated, count(DISTINCT outlet) AS outlets,
    list_sort(list(DISTINCT outlet))[:6] AS shown, list_sort(list(DISTINCT language)) AS languages
FROM passed
WHERE moment >= $since
GROUP BY story_id
ORDER BY last_day DESC, articles DESC, story_id
LIMIT $limit;
