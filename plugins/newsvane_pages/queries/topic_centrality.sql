-- reads: topic_articles; returns: how many articles on a topic were published since a day, and how many of them are about it
SELECT
    count(*) AS articles, count(*) FILTER (is_central) AS central, count(*) FILTER (is_central IS NULL) AS unknown
FROM topic_articles;
