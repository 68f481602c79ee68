-- reads: articles; returns: the day of the latest article on a topic among those read since a time; null: there is none
SELECT make_timestamp(epoch_us(max(least(published_at, fetched_at))))::DATE AS day
FROM articles
WHERE fetched_at >= $since AND len(topics) > 0;
