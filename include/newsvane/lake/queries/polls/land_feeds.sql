-- reads: articles, feeds, incoming_feeds; writes: feeds, trend_stale
-- Trends are counted by country and kind of a feed. If these change, the days of its articles are counted again.
INSERT INTO trend_stale
SELECT DISTINCT (least(a.published_at, a.fetched_at) AT TIME ZONE 'UTC')::DATE
FROM articles AS a
JOIN incoming_feeds AS new ON new.feed_id = a.feed_id
JOIN feeds AS old ON old.feed_id = new.feed_id
WHERE (new.country, new.kind) IS DISTINCT FROM (old.country, old.kind);

MERGE INTO feeds USING incoming_feeds AS new ON feeds.feed_id = new.feed_id
WHEN MATCHED AND (
    feeds.url, feeds.title, feeds.outlet, feeds.language, feeds.country, feeds.kind, feeds.paused, feeds.watched,
    feeds.site, feeds.folder, feeds.source_kind, feeds.read
) IS DISTINCT FROM (
    new.url, new.title, new.outlet, new.language, new.country, new.kind, new.paused, new.watched, new.site, new.folder, new.source_kind,
    new.read
) THEN UPDATE
WHEN NOT MATCHED THEN INSERT BY NAME;

UPDATE feeds SET watched = false WHERE watched AND feed_id NOT IN (SELECT feed_id FROM incoming_feeds);
