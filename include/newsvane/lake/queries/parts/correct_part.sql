-- reads: incoming_articles; writes: incoming_article_sketches, incoming_articles
-- A date from the future is none, and a page that is not in the part is not archived.
UPDATE incoming_articles
SET published_at = NULL, published_source = 'none', published_zone = NULL, published_precision = 'none'
WHERE list_contains(getvariable('future'), rowid);

UPDATE incoming_articles SET raw_file = NULL, raw_offset = NULL, raw_digest = NULL
WHERE list_contains(getvariable('not_in_part'), rowid);

DELETE FROM incoming_articles WHERE list_contains(getvariable('bad_rows'), rowid);

UPDATE incoming_article_sketches SET outlet = articles.outlet
FROM incoming_articles AS articles
WHERE articles.article_id = incoming_article_sketches.article_id
    AND articles.outlet <> incoming_article_sketches.outlet;
