-- DuckLake has no unique constraints: landings keep these, and a doubled one means that two writers met.
SELECT 'articles' AS name, count(*) - count(DISTINCT article_id) AS doubled FROM articles
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
SELECT 'outbox', count(*) - count(DISTINCT key) FROM outbox;
