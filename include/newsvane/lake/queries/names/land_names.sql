-- reads: articles_to_name, incoming_article_names; writes: article_names
-- The bounds let DuckLake skip the files with the names of other days.
SET VARIABLE named_first = (SELECT min(fetched_at) FROM articles_to_name);
SET VARIABLE named_last = (SELECT max(fetched_at) FROM articles_to_name);

DELETE FROM article_names
WHERE fetched_at BETWEEN getvariable('named_first') AND getvariable('named_last')
    AND article_id IN (SELECT article_id FROM articles_to_name);

INSERT INTO article_names BY NAME
SELECT incoming.* REPLACE (chosen.fetched_at AS fetched_at)
FROM incoming_article_names AS incoming JOIN articles_to_name AS chosen USING (article_id)
ORDER BY chosen.fetched_at, article_id, entity_id;
