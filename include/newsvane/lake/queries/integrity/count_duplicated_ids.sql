-- reads: article_groups, article_names, article_revisions, article_sketches, articles, deliveries, entities, entries, feed_daily, feed_items, feed_polls, feed_states, feed_troubles, feeds, migrations, outbox, quarantine, skipped; returns: the tables that contain an id more than once, and how many too many rows each has
-- DuckLake has no unique constraints. Landings keep ids unique, so a duplicate means that two processes wrote at once.
SELECT * FROM (
    SELECT 'articles' AS name, count(*) - count(DISTINCT article_id) AS duplicates FROM articles
    UNION ALL
    SELECT 'article_groups', count(*) - count(DISTINCT article_id) FROM article_groups
    UNION ALL
    SELECT 'entries', count(*) - count(DISTINCT entry_id) FROM entries
    UNION ALL
    SELECT 'feeds', count(*) - count(DISTINCT feed_id) FROM feeds
    UNION ALL
    SELECT 'feed_polls', count(*) - count(DISTINCT (feed_id, polled_at)) FROM feed_polls
    UNION ALL
    SELECT 'feed_states', count(*) - count(DISTINCT feed_id) FROM feed_states
    UNION ALL
    SELECT 'feed_items', count(*) - count(DISTINCT feed_id) FROM feed_items
    UNION ALL
    SELECT 'feed_daily', count(*) - count(DISTINCT (feed_id, day)) FROM feed_daily
    UNION ALL
    SELECT 'feed_troubles', count(*) - count(DISTINCT (feed_id, kind, began_at)) FROM feed_troubles
    UNION ALL
    SELECT 'outbox', count(*) - count(DISTINCT key) FROM outbox
    UNION ALL
    SELECT 'article_sketches', count(*) - count(DISTINCT article_id) FROM article_sketches
    UNION ALL
    SELECT 'article_names', count(*) - count(DISTINCT (article_id, entity_id)) FROM article_names
    UNION ALL
    SELECT 'entities', count(*) - count(DISTINCT entity_id) FROM entities
    UNION ALL
    SELECT 'article_revisions', count(*) - count(DISTINCT (article_id, revision)) FROM article_revisions
    UNION ALL
    SELECT 'deliveries', count(*) - count(DISTINCT (key, attempt)) FROM deliveries
    UNION ALL
    SELECT 'skipped', count(*) - count(DISTINCT (url, stage, run_id)) FROM skipped
    UNION ALL
    SELECT 'migrations', count(*) - count(DISTINCT name) FROM migrations
    UNION ALL
    SELECT 'quarantine', count(*) - count(DISTINCT article_id) FROM quarantine WHERE state = 'held'
) WHERE duplicates > 0;
