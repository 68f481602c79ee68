-- reads: articles; returns: days on which articles on topic were read, with their number
SELECT (fetched_at AT TIME ZONE 'UTC')::DATE AS day, count(*) AS articles FROM articles WHERE len(topics) > 0 GROUP BY day ORDER BY day;
