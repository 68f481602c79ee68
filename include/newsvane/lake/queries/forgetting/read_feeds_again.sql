-- reads: nothing; writes: feed_items, feed_states
-- The next poll asks for each feed as a whole, and parses also the items that it has parsed before. Their ids stay: they are not new.
UPDATE feed_states SET body_hash = NULL WHERE body_hash IS NOT NULL;

UPDATE feed_items SET keys = list_transform(keys, (key, place) -> CASE WHEN ids[place] = 0 THEN key ELSE 0 END);
