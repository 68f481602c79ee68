-- An outlet is shown with its own report, not with a translation of it that was seen earlier.
CREATE OR REPLACE MACRO first_to_report(story) AS TABLE
WITH members AS (
    SELECT
        *, row_number() OVER (
            ORDER BY ordered_at, published_at IS NULL, coalesce(published_at, fetched_at), NOT original, article_id
        ) AS position,
        original AND copy_of IS NOT NULL AS is_claim,
        coalesce(list_contains(list(article_id) OVER (PARTITION BY outlet), copy_of), false) AS is_own_copy
    FROM coverage
    WHERE story_id = story
), reports AS (
    FROM members QUALIFY NOT is_claim OR bool_and(is_claim) OVER ()
), firsts AS (
    FROM reports QUALIFY row_number() OVER (PARTITION BY outlet ORDER BY is_own_copy, position) = 1
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
    title, article_id, source
FROM places
ORDER BY place;
