-- reads: feeds, incoming_feeds; writes: landed_feeds
-- The feeds that are new, changed or no longer watched. `recounted`: trends, which are counted by country and kind of a
-- feed, must be counted again.
CREATE OR REPLACE TEMP TABLE landed_feeds AS
SELECT
    new.*,
    old.feed_id IS NOT NULL AND (new.country, new.kind) IS DISTINCT FROM (old.country, old.kind) AS recounted
FROM incoming_feeds AS new
LEFT JOIN feeds AS old ON old.feed_id = new.feed_id
WHERE old.feed_id IS NULL OR (
    old.url, old.title, old.outlet, old.language, old.country, old.kind, old.paused, old.watched, old.site, old.folder,
    old.source_kind, old.read
) IS DISTINCT FROM (
    new.url, new.title, new.outlet, new.language, new.country, new.kind, new.paused, new.watched, new.site, new.folder,
    new.source_kind, new.read
)
UNION ALL BY NAME
SELECT * REPLACE (false AS watched), false AS recounted
FROM feeds
WHERE watched AND feed_id NOT IN (SELECT feed_id FROM incoming_feeds);
