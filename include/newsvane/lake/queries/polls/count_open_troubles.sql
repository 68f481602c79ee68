-- reads: feed_troubles; returns: the number of troubles that have not ended
SELECT count(*) AS open FROM feed_troubles WHERE ended_at IS NULL;
