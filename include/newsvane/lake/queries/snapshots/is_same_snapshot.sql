-- reads: lake.snapshots(); returns: whether the lake still keeps a snapshot, and made it at that time
SELECT count(*) > 0 AS known FROM lake.snapshots() WHERE snapshot_id = $snapshot AND snapshot_time = $at;
