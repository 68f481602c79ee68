-- reads: article_groups, articles, released_ids; writes: article_groups, article_names, article_revisions, article_sketches, articles, entries, outbox, trend_stale
-- Articles get their own ids. If an article has that id already, it is another reading of the same page, and goes.
INSERT INTO trend_stale
SELECT DISTINCT (least(published_at, fetched_at) AT TIME ZONE 'UTC')::DATE AS day FROM articles
WHERE article_id IN (
    SELECT article_id FROM released_ids
    UNION ALL SELECT old_id FROM released_ids
    UNION ALL SELECT article_id FROM article_groups WHERE story_id IN (SELECT old_story FROM released_ids)
);

DELETE FROM articles WHERE article_id IN (SELECT article_id FROM released_ids);

DELETE FROM article_revisions WHERE article_id IN (SELECT article_id FROM released_ids);

DELETE FROM article_sketches WHERE article_id IN (SELECT article_id FROM released_ids);

DELETE FROM article_groups WHERE article_id IN (SELECT article_id FROM released_ids);

DELETE FROM article_names WHERE article_id IN (SELECT article_id FROM released_ids);

UPDATE articles
SET article_id = new.article_id, canonical_url = new.canonical_url, claimed_url = new.claimed_url
FROM released_ids AS new WHERE articles.article_id = new.old_id;

UPDATE article_revisions SET article_id = new.article_id FROM released_ids AS new WHERE article_revisions.article_id = new.old_id;

UPDATE article_sketches SET article_id = new.article_id FROM released_ids AS new WHERE article_sketches.article_id = new.old_id;

UPDATE article_names SET article_id = new.article_id FROM released_ids AS new WHERE article_names.article_id = new.old_id;

UPDATE article_groups SET article_id = new.article_id FROM released_ids AS new WHERE article_groups.article_id = new.old_id;

UPDATE article_groups SET copy_of = new.article_id FROM released_ids AS new WHERE article_groups.copy_of = new.old_id;

UPDATE article_groups SET story_id = new.story_id FROM released_ids AS new WHERE article_groups.story_id = new.old_story;

UPDATE entries SET article_id = new.article_id
FROM released_ids AS new WHERE entries.article_id = new.old_id AND entries.canonical_url <> new.claimed_url;

UPDATE entries SET original_of = new.article_id FROM released_ids AS new WHERE entries.original_of = new.old_id;

UPDATE outbox SET article_id = new.article_id FROM released_ids AS new WHERE outbox.article_id = new.old_id;

UPDATE outbox SET story_id = new.story_id FROM released_ids AS new WHERE outbox.story_id = new.old_story;
