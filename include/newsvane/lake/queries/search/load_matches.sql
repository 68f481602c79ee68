-- reads: coverage; returns: articles by id, with their texts; $first and $last: the times between which they were read
SELECT *, outlet_country AS country FROM coverage
WHERE article_id IN (SELECT unnest($ids)) AND fetched_at BETWEEN $first AND $last;
