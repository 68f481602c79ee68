SELECT * FROM feed_health WHERE watched
ORDER BY paused, failures DESC, volume = 'silent' DESC NULLS LAST, moved_to IS NULL, feed_id;
