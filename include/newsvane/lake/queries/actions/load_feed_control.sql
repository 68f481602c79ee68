-- reads: feed_controls; returns: whether a person paused or resumed a feed last, and why
SELECT paused, reason FROM feed_controls WHERE feed_id = $feed_id;
