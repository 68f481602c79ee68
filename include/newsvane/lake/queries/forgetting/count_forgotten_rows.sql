-- reads: acts, article_groups, article_names, article_revisions, article_sketches, articles, entries, forgotten_addresses, forgotten_articles, forgotten_entries, forgotten_messages, labels, outbox, quarantine, skipped, story_changes; returns: the number of rows in each table that go or lose words
SELECT
    (SELECT count(*) FROM articles SEMI JOIN forgotten_articles USING (article_id)) AS articles,
    (SELECT count(*) FROM article_revisions SEMI JOIN forgotten_articles USING (article_id)) AS article_revisions,
    (SELECT count(*) FROM article_sketches SEMI JOIN forgotten_articles USING (article_id)) AS article_sketches,
    (SELECT count(*) FROM article_groups SEMI JOIN forgotten_articles USING (article_id)) AS article_groups,
    (SELECT count(*) FROM article_names SEMI JOIN forgotten_articles USING (article_id)) AS article_names,
    (SELECT count(*) FROM labels SEMI JOIN forgotten_articles USING (article_id)) AS labels,
    (SELECT count(*) FROM quarantine SEMI JOIN forgotten_articles USING (article_id)) AS quarantine,
    (SELECT count(*) FROM entries SEMI JOIN forgotten_entries USING (entry_id)) AS entries,
    (
        SELECT count(*) FROM skipped
        WHERE entry_id IN (SELECT entry_id FROM forgotten_entries) OR url IN (SELECT url FROM forgotten_addresses)
    ) AS skipped,
    (SELECT count(*) FROM outbox SEMI JOIN forgotten_messages USING (key)) AS outbox,
    (SELECT count(*) FROM acts WHERE kind NOT IN ('forget', 'lift') AND target IN (SELECT article_id FROM forgotten_articles)) AS acts,
    (SELECT count(*) FROM story_changes WHERE list_has_any(articles, getvariable('forgotten_ids'))) AS story_changes;
