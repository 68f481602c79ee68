-- reads: articles_to_name, entities, incoming_article_names, incoming_entities; writes: article_names, changed_entities, entities
DELETE FROM article_names WHERE article_id IN (SELECT article_id FROM articles_to_name);

INSERT INTO article_names BY NAME
FROM incoming_article_names SEMI JOIN articles_to_name USING (article_id) ORDER BY article_id, entity_id;

CREATE OR REPLACE TEMP TABLE changed_entities AS
FROM incoming_entities QUALIFY row_number() OVER (PARTITION BY entity_id ORDER BY name) = 1
EXCEPT FROM entities;

MERGE INTO entities USING changed_entities AS new ON entities.entity_id = new.entity_id
WHEN MATCHED AND (new.known OR entities.known) THEN UPDATE -- nobody renames a person whom the lexicon does not know
WHEN NOT MATCHED THEN INSERT BY NAME;
