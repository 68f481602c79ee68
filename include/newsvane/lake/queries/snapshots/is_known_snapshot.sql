-- reads: lake.snapshots(); returns: whether the lake still keeps a snapshot
SELECT count(*) > 0 AS known FROM lake.snapshots() WHERE snapshot_id = $snapshot;
