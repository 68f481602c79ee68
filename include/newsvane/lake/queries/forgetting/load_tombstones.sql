-- reads: tombstones; returns: every tombstone
FROM tombstones ORDER BY forgotten_at, hash;
