SELECT feed_id FROM feed_controls WHERE paused;
