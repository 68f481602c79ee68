-- reads: deliveries; returns: the latest attempts to deliver a message, the last one first, each with `total`, their number
SELECT *, count(*) OVER () AS total FROM deliveries WHERE key = $key ORDER BY attempt DESC LIMIT $limit;
