-- reads: articles, landed_feeds; writes: feeds, trend_stale
INSERT INTO trend_stale
SELECT DISTINCT (least(published_at, fetched_at) AT TIME ZONE 'UTC')::DATE
FROM articles
WHERE feed_id IN (SELECT feed_id FROM landed_feeds WHERE recounted);

MERGE INTO feeds USING (SELECT * EXCLUDE recounted FROM landed_feeds) AS new ON feeds.feed_id = new.feed_id
WHEN MATCHED THEN UPDATE
WHEN NOT MATCHED THEN INSERT BY NAME;
