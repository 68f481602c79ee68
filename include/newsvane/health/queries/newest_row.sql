-- reads: articles, entries, feed_polls; returns: the latest time at which anything was polled or read
SELECT greatest(
    (SELECT max(polled_at) FROM feed_polls), (SELECT max(fetched_at) FROM articles), (SELECT max(seen_at) FROM entries)
) AS newest;
