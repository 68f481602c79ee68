-- reads: articles; returns: the ids of all topics with articles
SELECT DISTINCT unnest(topics) AS topic FROM articles ORDER BY topic;
