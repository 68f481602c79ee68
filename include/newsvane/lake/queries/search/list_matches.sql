-- reads: matches; returns: a page of the articles since a day, in the order asked for: their ids, stories and the time of their reading
-- Outlets with mere claims do not count: anybody could make a story reach far.
SELECT article_id, story_id, fetched_at, outlets FROM (
    SELECT
        article_id, story_id, fetched_at, moment, score,
        coalesce(nullif(count(DISTINCT outlet) FILTER (NOT is_claim) OVER story, 0), count(DISTINCT outlet) OVER story)::BIGINT
            AS outlets
    FROM matches WHERE day >= $since
    WINDOW story AS (PARTITION BY story_id)
)
ORDER BY
    CASE WHEN $order = 'reach' THEN outlets END DESC, CASE WHEN $order = 'rank' THEN score END DESC NULLS LAST,
    CASE WHEN $order = 'oldest' THEN moment END, moment DESC, article_id
LIMIT $limit OFFSET $offset;
