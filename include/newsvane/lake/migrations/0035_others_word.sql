-- What others say of the past: a list's dates have a name of their own, and only our own polls make an order certain.
COMMENT ON COLUMN articles.published_source IS 'Where published_at was found: json_ld, microdata, meta, time_element, feed, list (only a list of addresses, or a sitemap, from which the past was filled in says so), url, script, text, relative (the page says how long ago), updated (the page only says when it was changed), capture (the page says nothing, and an archive captured it then) or none.';

CREATE OR REPLACE MACRO first_to_report(story) AS TABLE
WITH members AS (
    SELECT
        *, row_number() OVER (
            ORDER BY ordered_at, published_at IS NULL, coalesce(published_at, fetched_at), NOT original, article_id
        ) AS position
    FROM coverage
    WHERE article_id IN (SELECT article_id FROM article_groups WHERE story_id = story)
), firsts AS (
    FROM members QUALIFY row_number() OVER (PARTITION BY outlet ORDER BY position) = 1
), places AS (
    SELECT
        *, row_number() OVER (ORDER BY position) AS place,
        first_value(source) OVER (ORDER BY position) = 'live'
        AND coalesce(absent_at >= first_value(coalesce(observed_at, fetched_at)) OVER (ORDER BY position), false) AS is_later
    FROM firsts
)
SELECT
    place, outlet,
    CASE
        WHEN count(*) OVER () = 1 THEN 'alone'
        WHEN CASE WHEN place = 1 THEN bool_and(place = 1 OR is_later) OVER () ELSE is_later END THEN 'certain'
        ELSE 'uncertain'
    END AS certainty,
    round(date_diff('minute', first_value(reported_at) OVER (ORDER BY position), reported_at) / 60, 1) AS hours_later,
    observed_at, published_at AS claimed_at, date_contradicted, absent_at, reported_at, outlet_kind, language, original,
    title, article_id
FROM places
ORDER BY place;
