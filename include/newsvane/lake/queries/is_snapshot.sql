SELECT count(*) > 0 AS known FROM lake.snapshots() WHERE snapshot_id = $snapshot;
