-- reads: incoming_tombstones; writes: tombstones
-- The newest decision counts. A repeated one changes nothing, so the first request stays the one that is named.
MERGE INTO tombstones USING (
    SELECT DISTINCT ON (kind, hash) * FROM incoming_tombstones
    ORDER BY kind, hash, coalesce(lifted_at, forgotten_at) DESC
) AS new
    ON tombstones.kind = new.kind AND tombstones.hash = new.hash
WHEN MATCHED
    AND (new.lifted_at IS NULL) <> (tombstones.lifted_at IS NULL)
    AND coalesce(new.lifted_at, new.forgotten_at) > coalesce(tombstones.lifted_at, tombstones.forgotten_at)
    THEN UPDATE
WHEN NOT MATCHED THEN INSERT BY NAME;
