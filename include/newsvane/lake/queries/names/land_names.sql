-- reads: articles_to_name, incoming_article_names; writes: article_names
DELETE FROM article_names WHERE article_id IN (SELECT article_id FROM articles_to_name);

INSERT INTO article_names BY NAME
FROM incoming_article_names SEMI JOIN articles_to_name USING (article_id) ORDER BY article_id, entity_id;
