-- reads: renamed_entries; returns: the entries found under a new link, by feed and by their stored id
SELECT feed_id, stored_id FROM renamed_entries;
