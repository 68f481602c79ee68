DELETE FROM feed_polls WHERE polled_at < $before;
