-- reads: feed_controls; returns: whether a person paused or resumed a feed last, who, when, and why
SELECT paused, reason, changed_by, changed_at FROM feed_controls WHERE feed_id = $feed_id;
