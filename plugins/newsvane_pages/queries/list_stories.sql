-- reads: feeds, grouped_articles, ordered_articles; returns: the latest or, by $order = 'size', the largest stories with an article that the filters select
-- Counts only the articles that the filters select. What merely claims to be a translation counts only if nothing else of its
-- story is selected (`only_claims`); `claims` says how many do not count. An article is grouped after it is read, and never
-- dated after its reading, so the bounds on grouped_at and fetched_at let DuckLake skip whole files.
-- Of an outlet, only its first $of_outlet stories of a day are returned. A story counts for the one of its outlets that
-- has the fewest that day, so an outlet with hundreds hides no story that another outlet has reported.
WITH selected AS MATERIALIZED (
    SELECT
        coalesce(g.story_id, a.article_id) AS story_id, a.article_id, a.title, a.outlet, a.language, a.translation_state,
        coalesce(g.original, true) AS original, g.copy_of IS NOT NULL AS is_linked, least(a.published_at, a.fetched_at) AS moment, a.ordered_at
    FROM ordered_articles AS a
    LEFT JOIN grouped_articles AS g ON g.article_id = a.article_id AND g.grouped_at >= $since
    WHERE a.fetched_at >= $since AND len(a.topics) > 0 AND moment >= $since AND moment < $until::DATE + 1
        AND ($topic IS NULL OR list_contains(a.topics, $topic)) AND ($language IS NULL OR a.language = $language)
        AND ($outlet IS NULL OR a.outlet = $outlet)
        AND CASE $translation
            WHEN 'machine' THEN a.translation_state IN ('translated', 'proxy')
            WHEN 'possible' THEN a.translation_state = 'possible'
            WHEN 'notice' THEN a.translation_notice_language IS NOT NULL
            WHEN 'none' THEN a.translation_state = 'none' AND a.translation_notice_language IS NULL
            ELSE true
        END
        AND ($kind IS NULL OR a.outlet IN (SELECT outlet FROM feeds WHERE kind = $kind))
), passed AS (
    FROM selected WHERE NOT (original AND is_linked)
    UNION ALL
    SELECT claim.* FROM selected AS claim
    ANTI JOIN (FROM selected WHERE NOT (original AND is_linked)) AS other ON other.story_id = claim.story_id
    WHERE claim.original AND claim.is_linked
), left_out AS (
    SELECT story_id, count(*) AS claims FROM selected WHERE original AND is_linked GROUP BY story_id
), reports AS (
    SELECT story_id, outlet, count(*) AS articles, max(moment) AS last_at FROM passed GROUP BY story_id, outlet
), found AS (
    SELECT story_id, max(last_at)::DATE AS last_day, sum(articles)::BIGINT AS articles, count(*) AS outlets FROM reports GROUP BY story_id
), counted AS (
    SELECT story_id, arg_min(outlet, (of_day, outlet)) AS counted_for
    FROM (
        SELECT story_id, outlet, count(*) OVER (PARTITION BY last_day, outlet) AS of_day
        FROM reports JOIN found USING (story_id)
    )
    GROUP BY story_id
), placed AS (
    SELECT
        found.*, counted_for,
        row_number() OVER (PARTITION BY last_day, counted_for ORDER BY outlets DESC, articles DESC, story_id) AS place,
        count(*) OVER (PARTITION BY last_day, counted_for) AS of_day
    FROM found JOIN counted USING (story_id)
), shown AS (
    FROM placed
    WHERE place <= $of_outlet
    ORDER BY if($order = 'size', outlets, 0) DESC, if($order = 'size', articles, 0) DESC, last_day DESC, articles DESC, place, story_id
    LIMIT $limit
), described AS (
    SELECT
        story_id, arg_min(title, (is_linked, ordered_at, moment, article_id)) AS title,
        arg_min(language, (is_linked, ordered_at, moment, article_id)) AS language, count(*) FILTER (original) AS originals,
        bool_and(original AND is_linked) AS only_claims,
        count(*) FILTER (translation_state IN ('translated', 'proxy')) AS translated,
        count(DISTINCT outlet) FILTER (NOT is_linked) AS independent_outlets,
        list_sort(list(DISTINCT outlet))[:6] AS shown, list_sort(list(DISTINCT language)) AS languages
    FROM passed SEMI JOIN shown USING (story_id)
    GROUP BY story_id
)
SELECT
    shown.* EXCLUDE (of_day), described.* EXCLUDE (story_id), if(only_claims, 0, coalesce(left_out.claims, 0)) AS claims,
    if(of_day > $of_outlet AND place = max(place) OVER (PARTITION BY last_day, counted_for), of_day - place, 0) AS more
FROM shown JOIN described USING (story_id) LEFT JOIN left_out USING (story_id)
ORDER BY if($order = 'size', outlets, 0) DESC, if($order = 'size', articles, 0) DESC, last_day DESC, articles DESC, place, story_id;
