-- reads: article_sketches, incoming_article_sketches; writes: article_sketches, landed_sketches
CREATE OR REPLACE TEMP TABLE landed_sketches AS
FROM incoming_article_sketches
EXCEPT FROM article_sketches SEMI JOIN incoming_article_sketches USING (article_id);

DELETE FROM article_sketches WHERE article_id IN (SELECT article_id FROM landed_sketches);

INSERT INTO article_sketches BY NAME FROM landed_sketches ORDER BY day, article_id;
