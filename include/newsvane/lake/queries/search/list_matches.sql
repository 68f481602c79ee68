-- reads: matches; returns: a page of the articles since a day, in the order asked for: their ids, stories and the time of their reading
SELECT article_id, story_id, fetched_at, outlets FROM (
    SELECT article_id, story_id, fetched_at, moment, score, count(DISTINCT outlet) OVER (PARTITION BY story_id)::BIGINT AS outlets
    FROM matches WHERE day >= $since
)
ORDER BY
    CASE WHEN $order = 'reach' THEN outlets END DESC, CASE WHEN $order = 'rank' THEN score END DESC NULLS LAST,
    CASE WHEN $order = 'oldest' THEN moment END, moment DESC, article_id
LIMIT $limit OFFSET $offset;
