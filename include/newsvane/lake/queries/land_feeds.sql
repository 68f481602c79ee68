MERGE INTO feeds USING incoming_feeds AS new ON feeds.feed_id = new.feed_id
WHEN MATCHED AND (
    feeds.url, feeds.title, feeds.outlet, feeds.language, feeds.country, feeds.kind, feeds.paused, feeds.watched,
    feeds.site, feeds.folder
) IS DISTINCT FROM (
    new.url, new.title, new.outlet, new.language, new.country, new.kind, new.paused, new.watched, new.site, new.folder
) THEN UPDATE
WHEN NOT MATCHED THEN INSERT BY NAME;

UPDATE feeds SET watched = false WHERE watched AND feed_id NOT IN (SELECT feed_id FROM incoming_feeds);
