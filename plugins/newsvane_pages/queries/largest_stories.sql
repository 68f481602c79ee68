-- reads: articles, grouped_articles; returns: the stories with most outlets on a topic in some periods, by the first day of each
-- $grain is how long a period is: day, week or month; empty for one that goes on. An article is grouped after it is read, and
-- never dated after its reading, so the bounds on grouped_at and fetched_at let DuckLake skip whole files.
-- A story is named after the original that we saw first, whatever time it claims. An article that merely claims to be a
-- translation counts only in a story of nothing else.
WITH placed AS (
    SELECT
        coalesce(g.story_id, a.article_id) AS story_id, a.article_id, a.outlet, a.fetched_at, coalesce(g.original, true) AS original,
        g.copy_of IS NOT NULL AS is_linked, coalesce(g.original, false) AND g.copy_of IS NOT NULL AS is_claim,
        coalesce(a.observed_at, a.fetched_at) AS seen_at,
        CASE
            WHEN $grain = '' THEN list_min($days::DATE[])
            ELSE date_trunc(if($grain = '', 'day', $grain), least(a.published_at, a.fetched_at))::DATE
        END AS day
    FROM articles AS a
    LEFT JOIN grouped_articles AS g ON g.article_id = a.article_id AND g.grouped_at >= list_min($days::DATE[])
    WHERE a.fetched_at >= list_min($days::DATE[]) AND list_contains(a.topics, $topic)
        AND least(a.published_at, a.fetched_at) >= list_min($days::DATE[])
), counted AS (
    SELECT *, NOT is_claim OR bool_and(is_claim) OVER (PARTITION BY day, story_id) AS counts FROM placed
    WHERE list_contains($days::DATE[], day)
)
SELECT
    day, story_id, count(*) AS articles, count(*) FILTER (original) AS originals, count(DISTINCT outlet) AS outlets,
    count(DISTINCT outlet) FILTER (NOT is_linked) AS independent_outlets,
    arg_min(article_id, (NOT original, seen_at, article_id)) AS article_id,
    arg_min(fetched_at, (NOT original, seen_at, article_id)) AS fetched_at
FROM counted
WHERE counts
GROUP BY day, story_id
QUALIFY row_number() OVER (PARTITION BY day ORDER BY count(DISTINCT outlet) DESC, count(*) DESC, story_id) <= $limit
ORDER BY day, outlets DESC, articles DESC, story_id;
