-- reads: entries; returns: the canonical address of every entry
SELECT DISTINCT canonical_url FROM entries;
