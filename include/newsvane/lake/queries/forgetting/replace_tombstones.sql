-- reads: incoming_tombstones; writes: tombstones
MERGE INTO tombstones USING incoming_tombstones AS new
    ON tombstones.kind = new.kind AND tombstones.hash = new.hash
WHEN MATCHED THEN UPDATE;
