-- reads: ducklake_snapshots(); returns: the time of the oldest snapshot
SELECT min(snapshot_time) AS oldest FROM ducklake_snapshots('lake');
