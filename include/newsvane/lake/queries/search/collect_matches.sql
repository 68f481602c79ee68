-- reads: coverage; writes: matches
-- Adds every article of these days that meets a condition, without its text. {coverage} stands for those to choose from.
-- An article is never dated after its reading, so the bound on fetched_at lets DuckLake skip whole files.
INSERT INTO matches
SELECT
    article_id, story_id, outlet, outlet_kind, country, language, original, day, moment, fetched_at,
    translation_state IN ('translated', 'proxy'), NULL, original AND copy_of IS NOT NULL
FROM (SELECT *, outlet_country AS country, least(published_at, fetched_at) AS moment FROM {coverage})
WHERE fetched_at >= {since} AND day >= {since}::DATE AND day <= {until}::DATE AND {condition};
