-- reads: articles, grouped_articles; returns: the stories with most outlets on a topic in some periods, by the first day of each
-- $grain is how long a period is: day, week or month; empty for one that goes on. An article is grouped after it is read, and
-- never dated after its reading, so the bounds on grouped_at and fetched_at let DuckLake skip whole files.
-- A story is named after the original that we saw first, whatever time it claims. An article that merely claims to be a
-- translation counts only in a story of nothing else; `claims` says how many do not count.
WITH dated AS (
    SELECT
        article_id, outlet, fetched_at, coalesce(observed_at, fetched_at) AS seen_at,
        CASE
            WHEN $grain = '' THEN list_min($days::DATE[])
            ELSE date_trunc(if($grain = '', 'day', $grain), least(published_at, fetched_at))::DATE
        END AS day
    FROM articles
    WHERE fetched_at >= list_min($days::DATE[]) AND list_contains(topics, $topic)
        AND least(published_at, fetched_at) >= list_min($days::DATE[]) AND list_contains($days::DATE[], day)
), placed AS MATERIALIZED (
    SELECT
        d.day, coalesce(g.story_id, d.article_id) AS story_id, d.outlet, d.article_id, d.fetched_at, d.seen_at,
        coalesce(g.original, true) AS original, g.copy_of IS NOT NULL AS is_linked,
        coalesce(g.original, false) AND g.copy_of IS NOT NULL AS is_claim
    FROM dated AS d
    LEFT JOIN grouped_articles AS g ON g.article_id = d.article_id AND g.grouped_at >= list_min($days::DATE[])
), reports AS (
    FROM placed WHERE NOT is_claim
    UNION ALL
    SELECT claim.*
    FROM placed AS claim
    ANTI JOIN (FROM placed WHERE NOT is_claim) AS other ON other.day = claim.day AND other.story_id = claim.story_id
    WHERE claim.is_claim
), left_out AS (
    SELECT day, story_id, count(*) FILTER (is_claim) AS claims FROM placed GROUP BY day, story_id HAVING NOT bool_and(is_claim)
), by_outlet AS (
    SELECT day, story_id, count(*) AS articles FROM reports GROUP BY day, story_id, outlet
), largest AS (
    SELECT day, story_id, count(*) AS outlets, sum(articles)::BIGINT AS articles
    FROM by_outlet
    GROUP BY day, story_id
    QUALIFY row_number() OVER (PARTITION BY day ORDER BY count(*) DESC, sum(articles) DESC, story_id) <= $limit
)
SELECT
    day, story_id, any_value(largest.articles) AS articles, count(*) FILTER (original) AS originals,
    any_value(largest.outlets) AS outlets, coalesce(any_value(left_out.claims), 0) AS claims, count(DISTINCT outlet) FILTER (NOT is_linked) AS independent_outlets,
    arg_min(article_id, (NOT original, seen_at, article_id)) AS article_id,
    arg_min(fetched_at, (NOT original, seen_at, article_id)) AS fetched_at
FROM reports JOIN largest USING (day, story_id) LEFT JOIN left_out USING (day, story_id)
GROUP BY day, story_id
ORDER BY day, outlets DESC, articles DESC, story_id;
