-- reads: outdated_articles, outdated_counts; returns: how many articles and daily counts of unread entries got other facts
SELECT
    (SELECT count(*) FROM outdated_articles) AS articles, (SELECT count(*) FROM outdated_counts) AS unread_counts;
