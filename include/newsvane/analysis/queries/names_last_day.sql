-- reads: articles; returns: the day of the latest article on a topic; null: there is none
SELECT max((least(published_at, fetched_at) AT TIME ZONE 'UTC')::DATE) AS day FROM articles WHERE len(topics) > 0;
