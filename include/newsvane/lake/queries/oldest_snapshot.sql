SELECT min(snapshot_time) AS oldest FROM ducklake_snapshots('lake');
