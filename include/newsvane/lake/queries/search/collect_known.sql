-- reads: grouped_articles, known_articles; writes: matches
-- Adds the articles of which all but their groups is known. {first}: when the first of them was read.
-- An article is grouped after it is read, but for the clocks of two workers.
INSERT INTO matches
SELECT
    k.article_id, coalesce(g.story_id, k.article_id), k.outlet, k.outlet_kind, k.country, k.language,
    coalesce(g.original, true), k.day, k.moment, k.fetched_at, k.is_translated, NULL,
    coalesce(g.is_claim, false)
FROM (SELECT *, make_timestamp(epoch_us(moment))::DATE AS day FROM known_articles) AS k
LEFT JOIN (
    FROM grouped_articles
    WHERE grouped_at >= {first} - INTERVAL 1 DAY AND article_id IN (SELECT article_id FROM known_articles)
) AS g ON g.article_id = k.article_id
WHERE k.day >= {since}::DATE AND k.day <= {until}::DATE;
