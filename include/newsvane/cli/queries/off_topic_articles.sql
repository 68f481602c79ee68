-- reads: articles; returns: the number of articles that match no topic, whose texts are not stored
SELECT count(*) AS articles FROM articles WHERE topics = [];
