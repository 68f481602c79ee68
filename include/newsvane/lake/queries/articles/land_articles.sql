-- reads: incoming_article_revisions, landed_articles; writes: article_revisions, articles
MERGE INTO articles USING (SELECT * EXCLUDE day_before FROM landed_articles) AS new
    ON articles.article_id = new.article_id
    AND articles.fetched_at BETWEEN getvariable('known_first') AND getvariable('known_last')
WHEN MATCHED THEN UPDATE
WHEN NOT MATCHED THEN INSERT BY NAME;

INSERT INTO article_revisions BY NAME
SELECT incoming.* REPLACE (landed.revision AS revision, landed.run_id AS run_id)
FROM incoming_article_revisions AS incoming
JOIN landed_articles AS landed ON landed.article_id = incoming.article_id AND landed.revision > 1;
