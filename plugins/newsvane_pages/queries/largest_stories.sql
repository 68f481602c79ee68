-- reads: counted_articles; returns: the stories with most outlets on a topic in some periods, by the first day of each, which has all_stories of them
-- $grain is how long a period is: day, week or month; empty for one that goes on.
-- A story is named after the original that we saw first, whatever time it claims. An article that merely claims to be a
-- translation counts only in a story of nothing else; `claims` says how many do not count. Most articles are alone in
-- their story, so they are not sorted by it.
WITH placed AS (
    SELECT
        if($grain = '', list_min($days::DATE[]), date_trunc(if($grain = '', 'day', $grain), day)::DATE) AS period,
        article_id, outlet, story_id, original, is_linked, is_claim, is_alone, fetched_at, observed_at
    FROM counted_articles
    WHERE day >= list_min($days::DATE[]) AND list_contains(topics, $topic) AND list_contains($days::DATE[], period)
), by_outlet AS (
    SELECT period, story_id, count(*) AS articles, count(*) FILTER (NOT is_claim) AS reports FROM placed
    WHERE NOT is_alone
    GROUP BY period, story_id, outlet
), stories AS (
    SELECT
        period, story_id, sum(reports)::BIGINT AS reports, sum(articles)::BIGINT AS members,
        if(sum(reports) > 0, count(*) FILTER (reports > 0), count(*)) AS outlets
    FROM by_outlet
    GROUP BY period, story_id
    UNION ALL
    SELECT period, story_id, 1 AS reports, 1 AS members, 1 AS outlets FROM placed WHERE is_alone
), ranked AS (
    SELECT period, count(*) AS all_stories, unnest(min({
        'outlets': -outlets, 'articles': -if(reports > 0, reports, members), 'story_id': story_id,
        'claims': if(reports > 0, members - reports, 0)
    }, $limit), recursive := true)
    FROM stories
    GROUP BY period
), largest AS (
    SELECT period, story_id, -outlets AS outlets, -articles AS articles, claims, all_stories FROM ranked
)
SELECT
    period AS day, story_id, any_value(l.articles) AS articles, count(*) FILTER (p.original) AS originals,
    any_value(l.outlets) AS outlets, any_value(l.claims) AS claims, any_value(l.all_stories) AS all_stories,
    count(DISTINCT p.outlet) FILTER (NOT p.is_linked) AS independent_outlets,
    arg_min(p.article_id, (NOT p.original, coalesce(p.observed_at, p.fetched_at), p.article_id)) AS article_id,
    arg_min(p.fetched_at, (NOT p.original, coalesce(p.observed_at, p.fetched_at), p.article_id)) AS fetched_at
FROM placed AS p JOIN largest AS l USING (period, story_id)
WHERE NOT p.is_claim OR l.claims = 0
GROUP BY period, story_id
ORDER BY period, outlets DESC, articles DESC, story_id;
