-- reads: article_groups, article_sketches, articles; writes: outlet_mirrors
-- Which texts are stored twice is read from their sketches, whose keys are numbers. The sketch of an article whose text was
-- revised is of the text that was read first. Who is marked as the copy is looked up for the few pairs that are mirrors.
DELETE FROM outlet_mirrors;
INSERT INTO outlet_mirrors BY NAME
WITH keys AS (
    SELECT text_key AS key FROM article_sketches WHERE text_key IS NOT NULL
    UNION ALL
    SELECT ('0x' || nullif(text_hash, '')[:15])::BIGINT FROM articles WHERE revised_at IS NOT NULL
), repeated AS (
    SELECT key FROM keys GROUP BY key HAVING count(*) > 1
), candidates AS MATERIALIZED (
    SELECT article_id, outlet, text_hash, fetched_at
    FROM articles SEMI JOIN repeated ON repeated.key = ('0x' || nullif(text_hash, '')[:15])::BIGINT
    WHERE words >= 50
), texts AS MATERIALIZED (
    SELECT outlet, text_hash, min(fetched_at) AS fetched_at FROM candidates GROUP BY outlet, text_hash
), pairs AS (
    SELECT a.outlet AS one, b.outlet AS two, count(*) AS shared, max(greatest(a.fetched_at, b.fetched_at)) AS found_at
    FROM texts AS a JOIN texts AS b ON b.text_hash = a.text_hash AND b.outlet > a.outlet
    GROUP BY a.outlet, b.outlet
    HAVING count(*) >= 5
), sizes AS (
    SELECT outlet, sum(texts)::BIGINT AS texts
    FROM (
        SELECT outlet, count(*) AS texts FROM articles WHERE text_hash <> '' AND words >= 50 GROUP BY outlet
        UNION ALL
        SELECT outlet, count(DISTINCT text_hash) - count(*) FROM candidates GROUP BY outlet
    )
    GROUP BY outlet
), sides AS MATERIALIZED (
    SELECT p.*, one.texts AS texts_of_one, two.texts AS texts_of_two
    FROM pairs AS p
    JOIN sizes AS one ON one.outlet = p.one
    JOIN sizes AS two ON two.outlet = p.two
    WHERE 2 * p.shared >= least(one.texts, two.texts)
), concerned AS MATERIALIZED (
    FROM candidates WHERE outlet IN (SELECT one FROM sides UNION ALL SELECT two FROM sides)
), copied AS (
    SELECT a.outlet, source.outlet AS from_outlet, a.text_hash, bool_or(coalesce(g.copy_order = 'certain', false)) AS is_certain
    FROM article_groups AS g
    JOIN concerned AS a ON a.article_id = g.article_id
    JOIN concerned AS source ON source.article_id = g.copy_of AND source.text_hash = a.text_hash
    WHERE g.copy_kind IN ('same_address', 'same_text')
    GROUP BY a.outlet, source.outlet, a.text_hash
), copies AS (
    SELECT outlet, from_outlet, count(*) AS texts, count(*) FILTER (is_certain) AS certain_texts
    FROM copied GROUP BY outlet, from_outlet
), both_ways AS (
    SELECT one AS outlet, two AS other_outlet, shared, texts_of_one AS texts, texts_of_two AS other_texts, found_at FROM sides
    UNION ALL
    SELECT two, one, shared, texts_of_two, texts_of_one, found_at FROM sides
)
SELECT
    m.outlet, m.other_outlet, m.shared, m.texts, m.other_texts, coalesce(c.texts, 0) AS copies,
    coalesce(c.certain_texts, 0) AS certain_copies, coalesce(r.texts, 0) AS originals, m.found_at
FROM both_ways AS m
LEFT JOIN copies AS c ON c.outlet = m.outlet AND c.from_outlet = m.other_outlet
LEFT JOIN copies AS r ON r.outlet = m.other_outlet AND r.from_outlet = m.outlet
WHERE copies > originals OR (copies = originals AND m.outlet < m.other_outlet);
