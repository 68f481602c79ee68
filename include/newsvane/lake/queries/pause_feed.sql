UPDATE feeds SET paused = $paused WHERE feed_id = $feed_id;
