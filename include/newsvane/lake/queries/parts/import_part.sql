-- reads: article_groups, article_names, article_revisions, article_sketches, articles, entities, entries, incoming_article_groups, incoming_article_names, incoming_article_revisions, incoming_article_sketches, incoming_articles, incoming_entities, incoming_entries, new_articles; writes: article_groups, article_names, article_revisions, article_sketches, articles, entities, entries, trend_stale
INSERT INTO articles BY NAME FROM incoming_articles SEMI JOIN new_articles USING (article_id);

INSERT INTO article_groups BY NAME
SELECT new.* REPLACE (nullif(copy_of IS NOT NULL AND copy_claimed AND evidence[1] = 'declared original', false) AS is_claim)
FROM incoming_article_groups AS new SEMI JOIN new_articles USING (article_id)
ANTI JOIN article_groups AS old ON old.article_id = new.article_id;

INSERT INTO article_revisions BY NAME
FROM incoming_article_revisions AS new SEMI JOIN new_articles USING (article_id)
ANTI JOIN article_revisions AS old ON old.article_id = new.article_id AND old.revision = new.revision;

INSERT INTO article_sketches BY NAME
FROM incoming_article_sketches AS new SEMI JOIN new_articles USING (article_id)
ANTI JOIN article_sketches AS old ON old.article_id = new.article_id;

INSERT INTO article_names BY NAME
SELECT new.* REPLACE (articles.fetched_at AS fetched_at)
FROM incoming_article_names AS new SEMI JOIN new_articles USING (article_id)
JOIN incoming_articles AS articles ON articles.article_id = new.article_id
ANTI JOIN article_names AS old ON old.article_id = new.article_id AND old.entity_id = new.entity_id;

INSERT INTO entities BY NAME
FROM incoming_entities AS new ANTI JOIN entities AS old ON old.entity_id = new.entity_id
WHERE new.entity_id IN (SELECT entity_id FROM article_names);

INSERT INTO entries BY NAME
FROM incoming_entries AS new ANTI JOIN entries AS old ON old.entry_id = new.entry_id
WHERE new.article_id IN (SELECT article_id FROM articles);

INSERT INTO trend_stale
SELECT DISTINCT (least(published_at, fetched_at) AT TIME ZONE 'UTC')::DATE AS day
FROM articles SEMI JOIN new_articles USING (article_id);
