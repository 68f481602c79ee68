SELECT feed_id, stored_id FROM renamed;
