-- reads: articles, entries; returns: one row with the number of articles and of entries
SELECT (SELECT count(*) FROM articles) AS articles, (SELECT count(*) FROM entries) AS entries;
