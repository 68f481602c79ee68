-- reads: articles, label_verdicts; returns: the articles about whose topics people agree, with these topics and those that they deny, ordered by id
WITH judged AS (
    SELECT
        article_id, list(subject ORDER BY subject) FILTER (verdict) AS topics_right,
        list(subject ORDER BY subject) FILTER (NOT verdict) AS topics_wrong, bool_or(sampled) AS sampled
    FROM label_verdicts
    WHERE question = 'topic' AND NOT disputed AND ($topic IS NULL OR subject = $topic)
    GROUP BY article_id
)
SELECT a.*, coalesce(j.topics_right, []) AS topics_right, coalesce(j.topics_wrong, []) AS topics_wrong, j.sampled
FROM judged AS j
JOIN articles AS a ON a.article_id = j.article_id
ORDER BY a.article_id;
