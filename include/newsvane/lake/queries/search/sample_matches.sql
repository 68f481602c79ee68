-- reads: matches; returns: $limit of the articles since a day, without copies, with the time of their reading and the number of all
-- A story of which only copies match counts once. Ids are hashes, so the smallest ones are a sample that stays the same.
SELECT article_id, fetched_at, count(*) OVER ()::BIGINT AS articles
FROM (
    FROM matches WHERE day >= $since
    QUALIFY original OR (
        NOT bool_or(original) OVER (PARTITION BY story_id)
        AND row_number() OVER (PARTITION BY story_id ORDER BY moment, article_id) = 1
    )
)
ORDER BY article_id
LIMIT $limit;
