-- reads: acts, article_groups, article_names, article_revisions, article_sketches, articles, entries, forgotten_addresses, forgotten_articles, forgotten_entries, forgotten_messages, labels, outbox, quarantine, skipped, story_changes; returns: the number of rows in each table that go or lose words
-- Single rows are put side by side, as in count_landing.
FROM (SELECT count(*) AS articles FROM articles SEMI JOIN forgotten_articles USING (article_id))
POSITIONAL JOIN (
    SELECT count(*) AS article_revisions FROM article_revisions SEMI JOIN forgotten_articles USING (article_id)
)
POSITIONAL JOIN (
    SELECT count(*) AS article_sketches FROM article_sketches SEMI JOIN forgotten_articles USING (article_id)
)
POSITIONAL JOIN (SELECT count(*) AS article_groups FROM article_groups SEMI JOIN forgotten_articles USING (article_id))
POSITIONAL JOIN (SELECT count(*) AS article_names FROM article_names SEMI JOIN forgotten_articles USING (article_id))
POSITIONAL JOIN (SELECT count(*) AS labels FROM labels SEMI JOIN forgotten_articles USING (article_id))
POSITIONAL JOIN (SELECT count(*) AS quarantine FROM quarantine SEMI JOIN forgotten_articles USING (article_id))
POSITIONAL JOIN (SELECT count(*) AS entries FROM entries SEMI JOIN forgotten_entries USING (entry_id))
POSITIONAL JOIN (
    SELECT count(*) AS skipped FROM skipped
    WHERE entry_id IN (SELECT entry_id FROM forgotten_entries) OR url IN (SELECT url FROM forgotten_addresses)
)
POSITIONAL JOIN (SELECT count(*) AS outbox FROM outbox SEMI JOIN forgotten_messages USING (key))
POSITIONAL JOIN (
    SELECT count(*) AS acts FROM acts
    WHERE kind NOT IN ('forget', 'lift') AND target IN (SELECT article_id FROM forgotten_articles)
)
POSITIONAL JOIN (
    SELECT count(*) AS story_changes FROM story_changes
    WHERE list_has_any(articles, getvariable('forgotten_ids'))
);
