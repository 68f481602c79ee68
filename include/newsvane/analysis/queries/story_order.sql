-- reads: coverage; returns: the outlets of a story in the order in which they reported it, each with its first article
-- As first_to_report() has them, but without articles that merely claim to be translations, if there are others.
WITH members AS (
    SELECT
        *, row_number() OVER (
            ORDER BY ordered_at, published_at IS NULL, coalesce(published_at, fetched_at), NOT original, article_id
        ) AS position,
        original AND copy_of IS NOT NULL AS is_claim
    FROM coverage
    WHERE story_id = $story_id
), reports AS (
    FROM members QUALIFY NOT is_claim OR bool_and(is_claim) OVER ()
), firsts AS (
    FROM reports QUALIFY row_number() OVER (PARTITION BY outlet ORDER BY position) = 1
), places AS (
    SELECT
        *, row_number() OVER (ORDER BY position) AS place,
        first_value(source) OVER (ORDER BY position) = 'live'
        AND coalesce(absent_at >= first_value(coalesce(observed_at, fetched_at)) OVER (ORDER BY position), false) AS is_later
    FROM firsts
)
SELECT
    place, outlet, outlet_kind, language,
    CASE
        WHEN count(*) OVER () = 1 THEN 'alone'
        WHEN CASE WHEN place = 1 THEN bool_and(place = 1 OR is_later) OVER () ELSE is_later END THEN 'certain'
        ELSE 'uncertain'
    END AS certainty,
    published_at AS claimed_at, observed_at, absent_at, date_contradicted, title, article_id, source
FROM places
ORDER BY place;
