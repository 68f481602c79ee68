-- reads: articles; returns: when the latest article was read, on a topic or not; null: there is none
SELECT max(fetched_at) AS read_at FROM articles;
