-- reads: nothing; writes: incoming_article_groups, incoming_articles
DELETE FROM incoming_articles WHERE list_contains(getvariable('left_out'), article_id);

UPDATE incoming_article_groups
SET copy_of = NULL, copy_kind = NULL, score = NULL, evidence = [], copy_order = NULL, copied_text = NULL
WHERE list_contains(getvariable('left_out'), copy_of);

UPDATE incoming_article_groups SET similar_to = NULL, story_evidence = []
WHERE list_contains(getvariable('left_out'), similar_to);
