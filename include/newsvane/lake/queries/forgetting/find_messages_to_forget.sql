-- reads: forgotten_articles, outbox; writes: forgotten_messages
-- Messages about a forgotten article, digests that list one of those, and others that show its title or name its id.
CREATE OR REPLACE TEMP TABLE forgotten_messages AS
WITH own AS (
    SELECT key FROM outbox WHERE article_id IN (SELECT article_id FROM forgotten_articles)
), digests AS (
    SELECT outbox.key FROM outbox, (SELECT list(key) AS keys FROM own) WHERE list_has_any(covers, keys)
), naming AS (
    SELECT DISTINCT key
    FROM (SELECT key, unnest(regexp_extract_all(facts, 'a1_[0-9a-f]{20}')) AS article_id FROM outbox WHERE facts IS NOT NULL)
    WHERE article_id IN (SELECT article_id FROM forgotten_articles)
), showing AS (
    SELECT DISTINCT outbox.key
    FROM outbox JOIN forgotten_articles AS gone
        ON outbox.created_at BETWEEN gone.fetched_at - INTERVAL 1 DAY AND gone.fetched_at + INTERVAL 60 DAYS
        AND len(gone.title) >= 12 AND contains(subject || ' ' || body, gone.title)
)
SELECT key, key IN (FROM own) AS is_own FROM (FROM own UNION FROM digests UNION FROM naming UNION FROM showing);
