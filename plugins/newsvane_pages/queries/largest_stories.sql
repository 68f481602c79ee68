-- reads: topic_articles; returns: the stories with most outlets on a topic in some periods, by the first day of each, which has all_stories of them
-- $grain is how long a period is: day, week or month; empty for one that goes on.
-- A story is named after the original that we saw first, whatever time it claims. An article that merely claims to be a
-- translation counts only in a story of nothing else; `claims` says how many do not count.
WITH placed AS (
    SELECT * REPLACE (
        CASE WHEN $grain = '' THEN list_min($days::DATE[]) ELSE date_trunc(if($grain = '', 'day', $grain), day)::DATE END AS day
    )
    FROM topic_articles
    WHERE day >= list_min($days::DATE[])
), by_outlet AS (
    SELECT day, story_id, count(*) AS articles, count(*) FILTER (NOT is_claim) AS reports FROM placed
    WHERE list_contains($days::DATE[], day)
    GROUP BY day, story_id, outlet
), stories AS (
    SELECT
        day, story_id, sum(reports)::BIGINT AS reports, sum(articles)::BIGINT AS members,
        if(sum(reports) > 0, count(*) FILTER (reports > 0), count(*)) AS outlets
    FROM by_outlet
    GROUP BY day, story_id
), ranked AS (
    SELECT day, count(*) AS all_stories, unnest(min({
        'outlets': -outlets, 'articles': -if(reports > 0, reports, members), 'story_id': story_id,
        'claims': if(reports > 0, members - reports, 0)
    }, $limit), recursive := true)
    FROM stories
    GROUP BY day
), largest AS (
    SELECT day, story_id, -outlets AS outlets, -articles AS articles, claims, all_stories FROM ranked
)
SELECT
    day, story_id, any_value(l.articles) AS articles, count(*) FILTER (p.original) AS originals,
    any_value(l.outlets) AS outlets, any_value(l.claims) AS claims, any_value(l.all_stories) AS all_stories,
    count(DISTINCT p.outlet) FILTER (NOT p.is_linked) AS independent_outlets,
    arg_min(p.article_id, (NOT p.original, coalesce(p.observed_at, p.fetched_at), p.article_id)) AS article_id,
    arg_min(p.fetched_at, (NOT p.original, coalesce(p.observed_at, p.fetched_at), p.article_id)) AS fetched_at
FROM placed AS p JOIN largest AS l USING (day, story_id)
WHERE NOT p.is_claim OR l.claims = 0
GROUP BY day, story_id
ORDER BY day, outlets DESC, articles DESC, story_id;
