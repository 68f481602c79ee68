-- reads: counted_articles; returns: how many articles on a topic were published since a day, and how many of them are about it
SELECT
    count(*) AS articles, count(*) FILTER (list_contains(central_topics, $topic)) AS central,
    count(*) FILTER (central_topics IS NULL) AS unknown
FROM counted_articles WHERE day >= $since AND list_contains(topics, $topic);
