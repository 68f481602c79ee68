-- reads: article_groups, article_names, articles, forgotten_addresses, forgotten_articles, forgotten_entries, left_copies; writes: acts, article_groups, article_names, article_revisions, article_sketches, articles, counted_articles, entities, entries, labels, quarantine, skipped, story_changes, trend_stale
-- Articles and everything that is said of them go, also rows that were to be counted again. What refers to one of them loses the reference.
INSERT INTO trend_stale
SELECT DISTINCT (least(published_at, fetched_at) AT TIME ZONE 'UTC')::DATE AS day FROM articles
WHERE article_id IN (
    SELECT article_id FROM forgotten_articles
    UNION ALL SELECT article_id FROM left_copies
    UNION ALL SELECT article_id FROM article_groups WHERE story_id IN (
        SELECT story_id FROM article_groups SEMI JOIN forgotten_articles USING (article_id)
    )
);

DELETE FROM articles WHERE article_id IN (SELECT article_id FROM forgotten_articles);

DELETE FROM counted_articles
WHERE article_id IN (SELECT article_id FROM forgotten_articles UNION ALL SELECT article_id FROM left_copies)
    OR article_id NOT IN (SELECT article_id FROM articles) OR copied_outlet NOT IN (SELECT outlet FROM articles);

DELETE FROM article_revisions WHERE article_id IN (SELECT article_id FROM forgotten_articles);

DELETE FROM article_sketches WHERE article_id IN (SELECT article_id FROM forgotten_articles);

DELETE FROM article_groups WHERE article_id IN (SELECT article_id FROM forgotten_articles);

UPDATE article_groups
SET
    copy_of = CASE WHEN copy_of IN (SELECT article_id FROM forgotten_articles) THEN NULL ELSE copy_of END,
    copy_kind = CASE WHEN copy_of IN (SELECT article_id FROM forgotten_articles) THEN NULL ELSE copy_kind END,
    score = CASE WHEN copy_of IN (SELECT article_id FROM forgotten_articles) THEN NULL ELSE score END,
    evidence = CASE WHEN copy_of IN (SELECT article_id FROM forgotten_articles) THEN [] ELSE evidence END,
    copy_order = CASE WHEN copy_of IN (SELECT article_id FROM forgotten_articles) THEN NULL ELSE copy_order END,
    copy_claimed = CASE WHEN copy_of IN (SELECT article_id FROM forgotten_articles) THEN false ELSE copy_claimed END,
    is_claim = CASE WHEN copy_of IN (SELECT article_id FROM forgotten_articles) THEN NULL ELSE is_claim END,
    copied_text = CASE WHEN copy_of IN (SELECT article_id FROM forgotten_articles) THEN NULL ELSE copied_text END,
    similar_to = CASE WHEN similar_to IN (SELECT article_id FROM forgotten_articles) THEN NULL ELSE similar_to END,
    story_evidence = CASE WHEN similar_to IN (SELECT article_id FROM forgotten_articles) THEN [] ELSE story_evidence END
WHERE article_id IN (SELECT article_id FROM left_copies);

DELETE FROM article_names WHERE article_id IN (SELECT article_id FROM forgotten_articles);

DELETE FROM entities WHERE kind = 'person' AND entity_id NOT IN (SELECT entity_id FROM article_names);

DELETE FROM labels
WHERE article_id IN (SELECT article_id FROM forgotten_articles)
    OR (question = 'link' AND subject IN (SELECT article_id FROM forgotten_articles));

DELETE FROM quarantine WHERE article_id IN (SELECT article_id FROM forgotten_articles);

DELETE FROM skipped
WHERE entry_id IN (SELECT entry_id FROM forgotten_entries) OR url IN (SELECT url FROM forgotten_addresses);

DELETE FROM entries WHERE entry_id IN (SELECT entry_id FROM forgotten_entries);

UPDATE entries SET original_of = NULL WHERE original_of IN (SELECT article_id FROM forgotten_articles);

UPDATE entries SET source_url = NULL WHERE source_url IN (SELECT url FROM forgotten_addresses);

UPDATE articles SET translation_source_url = NULL, translation_source_canonical = NULL
WHERE translation_source_url IN (SELECT url FROM forgotten_addresses)
    OR translation_source_canonical IN (SELECT url FROM forgotten_addresses);

UPDATE articles SET claimed_url = NULL WHERE claimed_url IN (SELECT url FROM forgotten_addresses);

UPDATE acts SET target = '', reason = '', words = ''
WHERE kind NOT IN ('forget', 'lift') AND target IN (SELECT article_id FROM forgotten_articles);

UPDATE story_changes
SET articles = list_filter(articles, each -> NOT list_contains(getvariable('forgotten_ids'), each))
WHERE list_has_any(articles, getvariable('forgotten_ids'));

DELETE FROM story_changes WHERE len(articles) = 0;
