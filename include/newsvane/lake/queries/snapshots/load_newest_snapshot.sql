-- reads: ducklake_snapshots(); returns: the id and time of the newest snapshot
SELECT snapshot_id, snapshot_time AS at FROM ducklake_snapshots('lake') ORDER BY snapshot_id DESC LIMIT 1;
