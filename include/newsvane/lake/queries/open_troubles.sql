SELECT count(*) AS open FROM feed_troubles WHERE ended_at IS NULL;
