-- reads: articles, current_labels, grouped_articles; returns: a random sample of the originals of a topic since a time that no sample had yet, and how many there are
-- The outlets take turns, so that one with many articles does not fill the sample; what a sample had counts as its turns.
-- An article is grouped after it is read, but for the clocks of two workers, so DuckLake skips groupings of earlier days.
-- The seed decides the order, so articles that land meanwhile do not change it.
WITH originals AS (
    SELECT
        a.article_id, a.fetched_at, a.outlet, md5(concat($seed::BIGINT, '/', a.article_id)) AS place,
        list_contains($pending::VARCHAR[], a.article_id) OR a.article_id IN (
            SELECT article_id FROM current_labels WHERE question = 'topic' AND subject = $topic AND sampled
        ) AS is_taken
    FROM articles AS a
    LEFT JOIN grouped_articles AS g ON g.article_id = a.article_id AND g.grouped_at >= $since::TIMESTAMPTZ - INTERVAL 1 DAY
    WHERE a.fetched_at >= $since AND list_contains(a.topics, $topic) AND coalesce(g.original, true)
), in_turn AS (
    SELECT *, row_number() OVER (PARTITION BY outlet ORDER BY is_taken DESC, place) AS turn FROM originals
)
SELECT article_id, fetched_at, count(*) OVER () AS left_over
FROM in_turn
WHERE NOT is_taken
ORDER BY turn, place
LIMIT $limit;
