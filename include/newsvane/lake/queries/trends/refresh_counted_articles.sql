-- reads: article_groups, article_names, articles, counted_articles, counted_days, grouped_articles, ordered_articles; writes: counted_articles, recounted_articles
-- The articles of the counted days that are on topic or linked to one of another outlet. Each step scans few columns,
-- because most articles belong to other days.
CREATE OR REPLACE TEMP TABLE recounted_articles AS
WITH on_days AS (
    SELECT *, (least(published_at, fetched_at) AT TIME ZONE 'UTC')::DATE AS day FROM ordered_articles
    WHERE fetched_at >= (SELECT min(day)::TIMESTAMPTZ FROM counted_days)
        AND (least(published_at, fetched_at) AT TIME ZONE 'UTC')::DATE IN (FROM counted_days)
), grouped AS (
    FROM grouped_articles SEMI JOIN on_days USING (article_id)
), sizes AS (
    SELECT story_id, count(*) AS articles FROM article_groups SEMI JOIN grouped USING (story_id) GROUP BY story_id
), places AS (
    SELECT article_id, min(entity_id) AS entity_id FROM article_names SEMI JOIN on_days USING (article_id)
    WHERE is_event_place AND fetched_at >= (SELECT min(day)::TIMESTAMPTZ FROM counted_days)
    GROUP BY article_id
), sources AS (
    SELECT article_id, outlet FROM articles SEMI JOIN grouped ON grouped.copy_of = articles.article_id
)
SELECT
    a.day, a.article_id, a.outlet, a.language, a.topics, a.central_topics,
    a.translation_state IN ('translated', 'proxy') AS translated, coalesce(g.story_id, a.article_id) AS story_id,
    coalesce(g.original, true) AS original, g.copy_of IS NOT NULL AS is_linked, coalesce(g.is_claim, false) AS is_claim,
    s.outlet AS copied_outlet, g.copy_kind, coalesce(z.articles, 1) = 1 AS is_alone, p.entity_id AS event_place,
    a.reported_at, a.observed_at, a.fetched_at
FROM on_days AS a
LEFT JOIN grouped AS g ON g.article_id = a.article_id
LEFT JOIN sizes AS z ON z.story_id = g.story_id
LEFT JOIN places AS p ON p.article_id = a.article_id
LEFT JOIN sources AS s ON s.article_id = g.copy_of
WHERE len(a.topics) > 0 OR copied_outlet <> a.outlet;

DELETE FROM counted_articles
WHERE day IN (FROM counted_days) AND rowid NOT IN (
    SELECT min(old.rowid) FROM counted_articles AS old JOIN recounted_articles AS new USING (article_id)
    WHERE old.day = new.day AND old IS NOT DISTINCT FROM new
    GROUP BY article_id
);

INSERT INTO counted_articles BY NAME (
    FROM recounted_articles ANTI JOIN (FROM counted_articles WHERE day IN (FROM counted_days)) AS kept USING (article_id)
    ORDER BY day, article_id
);
