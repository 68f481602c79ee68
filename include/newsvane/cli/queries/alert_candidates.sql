-- Articles on topic in the order they landed, with what was known then: whether the story was new, and its outlets.
WITH landed AS (
    SELECT
        coverage.*, articles.run_id,
        arg_min(articles.run_id, (coverage.fetched_at, article_id)) OVER (PARTITION BY story_id) AS first_run,
        count(DISTINCT coverage.outlet) OVER (PARTITION BY story_id ORDER BY coverage.fetched_at) AS outlets
    FROM coverage
    JOIN articles USING (article_id)
)
SELECT *, run_id = first_run AS is_new_story
FROM landed
WHERE fetched_at >= $since
ORDER BY fetched_at, article_id;
