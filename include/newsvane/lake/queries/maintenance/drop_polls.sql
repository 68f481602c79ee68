-- reads: nothing; writes: feed_polls
DELETE FROM feed_polls WHERE polled_at < $before;
