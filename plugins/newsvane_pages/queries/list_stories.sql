-- reads: feeds, grouped_articles, ordered_articles; returns: the latest or, by $order = 'size', the largest stories with an article that the filters select
-- Counts only the articles that the filters select. An article is grouped after it is read, and never dated after its
-- reading, so the bounds on grouped_at and fetched_at let DuckLake skip whole files.
-- Of an outlet, only its first $of_outlet stories of a day are returned. A story counts for the one of its outlets that
-- has the fewest that day, so an outlet with hundreds hides no story that another outlet has reported.
WITH passed AS (
    SELECT
        coalesce(g.story_id, a.article_id) AS story_id, a.article_id, a.title, a.outlet, a.language, a.topics, a.translation_state,
        coalesce(g.original, true) AS original, g.copy_of IS NOT NULL AS is_linked, least(a.published_at, a.fetched_at) AS moment, a.ordered_at
    FROM ordered_articles AS a
    LEFT JOIN grouped_articles AS g ON g.article_id = a.article_id AND g.grouped_at >= $since
    WHERE a.fetched_at >= $since AND len(a.topics) > 0
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
), found AS (
    SELECT
        story_id, arg_min(title, (is_linked, ordered_at, moment, article_id)) AS title,
        arg_min(language, (is_linked, ordered_at, moment, article_id)) AS language, max(moment)::DATE AS last_day,
        count(*) AS articles, count(*) FILTER (original) AS originals,
        count(*) FILTER (translation_state IN ('translated', 'proxy')) AS translated, count(DISTINCT outlet) AS outlets,
        count(DISTINCT outlet) FILTER (NOT is_linked) AS independent_outlets,
        list_sort(list(DISTINCT outlet)) AS outlet_list, list_sort(list(DISTINCT language)) AS languages
    FROM passed
    WHERE moment >= $since AND moment < $until::DATE + 1
    GROUP BY story_id
), reported AS (
    SELECT story_id, last_day, outlet, count(*) OVER (PARTITION BY last_day, outlet) AS of_day
    FROM (SELECT story_id, last_day, unnest(outlet_list) AS outlet FROM found)
), counted AS (
    SELECT story_id, arg_min(outlet, (of_day, outlet)) AS counted_for FROM reported GROUP BY story_id
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
)
SELECT
    * EXCLUDE (outlet_list, of_day), outlet_list[:6] AS shown,
    if(of_day > $of_outlet AND place = max(place) OVER (PARTITION BY last_day, counted_for), of_day - place, 0) AS more
FROM shown
ORDER BY if($order = 'size', outlets, 0) DESC, if($order = 'size', articles, 0) DESC, last_day DESC, articles DESC, place, story_id;
