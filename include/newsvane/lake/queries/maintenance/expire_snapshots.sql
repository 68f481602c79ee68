-- reads: ducklake_expire_snapshots(); returns: the snapshots deleted, which are older than $before
FROM ducklake_expire_snapshots('lake', older_than => $before);
