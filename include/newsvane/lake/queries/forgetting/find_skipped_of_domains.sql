-- reads: skipped; returns: the addresses that were left out and that contain one of these domains
SELECT DISTINCT url FROM skipped WHERE len(list_filter($domains::VARCHAR[], domain -> contains(url, domain))) > 0;
