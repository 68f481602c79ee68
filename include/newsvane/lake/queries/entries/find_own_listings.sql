-- reads: entries; returns: those of these addresses that a feed of their own outlet has listed
SELECT canonical_url FROM entries WHERE own AND entry_id IN (SELECT unnest($entry_ids::VARCHAR[]));
