-- reads: articles, outlet_facts, unread_daily; writes: articles, outdated_articles, outdated_counts, trend_stale, unread_daily
-- What is not known (null) replaces nothing. Only rows that differ are written.
CREATE OR REPLACE TEMP TABLE outdated_articles AS
SELECT
    a.article_id, coalesce(f.country, a.country) AS country, coalesce(f.kind, a.outlet_kind) AS kind,
    (least(a.published_at, a.fetched_at) AT TIME ZONE 'UTC')::DATE AS day
FROM articles AS a
JOIN outlet_facts AS f ON f.outlet = a.outlet AND f.feed_id IS NOT DISTINCT FROM a.feed_id
WHERE f.country IS DISTINCT FROM a.country AND f.country IS NOT NULL
    OR f.kind IS DISTINCT FROM a.outlet_kind AND f.kind IS NOT NULL;

INSERT INTO trend_stale SELECT DISTINCT day FROM outdated_articles;

UPDATE articles SET country = new.country, outlet_kind = new.kind
FROM outdated_articles AS new
WHERE articles.article_id = new.article_id;

CREATE OR REPLACE TEMP TABLE outdated_counts AS
SELECT u.day, u.outlet, u.feed_id, coalesce(f.country, u.country) AS country, coalesce(f.kind, u.kind) AS kind
FROM unread_daily AS u
JOIN outlet_facts AS f ON f.outlet = u.outlet AND f.feed_id IS NULL
WHERE f.country IS DISTINCT FROM u.country AND f.country IS NOT NULL
    OR f.kind IS DISTINCT FROM u.kind AND f.kind IS NOT NULL;

UPDATE unread_daily SET country = new.country, kind = new.kind
FROM outdated_counts AS new
WHERE unread_daily.day = new.day AND unread_daily.outlet = new.outlet AND unread_daily.feed_id = new.feed_id;
