-- reads: flooding_feeds; returns: the number of feeds with unusually many new entries
SELECT count(*) AS feeds FROM flooding_feeds;
