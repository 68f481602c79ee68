-- reads: article_groups, article_names, articles, deliveries, entries, outbox, quarantine; returns: for each kind of reference between tables, how many rows lead nowhere, and the id of one
WITH homeless AS (
    SELECT article_id FROM article_groups ANTI JOIN articles USING (article_id)
), ungrouped AS (
    SELECT article_id FROM articles ANTI JOIN article_groups USING (article_id)
), orphaned AS (
    SELECT article_id FROM article_groups AS g
    WHERE copy_of IS NOT NULL AND copy_of NOT IN (SELECT article_id FROM articles)
), chained AS (
    SELECT g.article_id FROM article_groups AS g JOIN article_groups AS o ON o.article_id = g.copy_of
    WHERE o.copy_of IS NOT NULL
), apart AS (
    SELECT g.article_id FROM article_groups AS g JOIN article_groups AS o ON o.article_id = g.copy_of
    WHERE o.story_id <> g.story_id
), misdated AS (
    SELECT n.article_id FROM article_names AS n LEFT JOIN articles AS a ON a.article_id = n.article_id
    WHERE n.fetched_at IS DISTINCT FROM a.fetched_at
), misjudged AS (
    SELECT article_id FROM article_groups
    WHERE coalesce(is_claim, false)
        <> coalesce(copy_of IS NOT NULL AND copy_claimed AND evidence[1] = 'declared original', false)
), unread AS (
    SELECT entry_id FROM entries
    WHERE outcome = 'article' AND (article_id IS NULL OR article_id NOT IN (SELECT article_id FROM articles))
), unheld AS (
    SELECT entry_id FROM entries ANTI JOIN quarantine USING (article_id) ANTI JOIN articles USING (article_id)
    WHERE outcome = 'quarantined'
), undelivered AS (
    SELECT key FROM outbox
    WHERE state = 'delivered' AND key NOT IN (SELECT key FROM deliveries WHERE ok)
)
SELECT 'groups of no article' AS kind, count(*) AS rows, min(article_id) AS example FROM homeless
UNION ALL
SELECT 'articles without a group', count(*), min(article_id) FROM ungrouped
UNION ALL
SELECT 'copies of no article', count(*), min(article_id) FROM orphaned
UNION ALL
SELECT 'copies of a copy', count(*), min(article_id) FROM chained
UNION ALL
SELECT 'copies in another story than their original', count(*), min(article_id) FROM apart
UNION ALL
SELECT 'names with another time than their article', count(*), min(article_id) FROM misdated
UNION ALL
SELECT 'mere claims that do not agree with their evidence', count(*), min(article_id) FROM misjudged
UNION ALL
SELECT 'entries read into no article', count(*), min(entry_id) FROM unread
UNION ALL
SELECT 'entries in quarantine that hold nothing there', count(*), min(entry_id) FROM unheld
UNION ALL
SELECT 'messages delivered without a delivery', count(*), min(key) FROM undelivered;
