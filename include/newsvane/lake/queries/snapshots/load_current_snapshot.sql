-- reads: lake.migrations, lake.snapshots(); returns: the newest snapshot, its time, and the last migration
SELECT snapshot_id AS snapshot, snapshot_time, (SELECT max(name) FROM lake.migrations) AS migration
FROM lake.snapshots()
ORDER BY snapshot_id DESC
LIMIT 1;
