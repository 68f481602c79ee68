-- reads: feed_controls; returns: the ids of the feeds that are paused by hand
SELECT feed_id FROM feed_controls WHERE paused;
