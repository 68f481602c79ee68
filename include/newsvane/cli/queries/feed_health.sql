SELECT * FROM feed_health WHERE watched ORDER BY failures DESC, feed_id;
