-- reads: nothing; writes: feeds
UPDATE feeds SET paused = $paused WHERE feed_id = $feed_id;
