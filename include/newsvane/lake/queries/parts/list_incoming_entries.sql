-- reads: incoming_entries; returns: the addresses of the entries of a part
SELECT rowid, url, canonical_url FROM incoming_entries;
