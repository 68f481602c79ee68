-- reads: incoming_tombstones, tombstones; writes: tombstones
INSERT INTO tombstones BY NAME
SELECT DISTINCT ON (kind, hash) * FROM incoming_tombstones AS new
ANTI JOIN tombstones AS old ON old.kind = new.kind AND old.hash = new.hash
ORDER BY kind, hash, forgotten_at;
