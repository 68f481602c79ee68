-- reads: incoming_feed_controls; writes: feed_controls
DELETE FROM feed_controls WHERE feed_id IN (SELECT feed_id FROM incoming_feed_controls);

INSERT INTO feed_controls BY NAME FROM incoming_feed_controls;
