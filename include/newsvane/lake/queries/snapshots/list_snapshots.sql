-- reads: ducklake_snapshots(), ducklake_table_info(); returns: the latest snapshots, newest first, with step, run, counts and the tables each changed
-- DuckLake names a changed table by its id, or by schema and name if the commit created it.
WITH latest AS (
    FROM ducklake_snapshots('lake') ORDER BY snapshot_id DESC LIMIT $limit
), names AS (
    SELECT table_id::VARCHAR AS id, table_name AS name FROM ducklake_table_info('lake')
), changed AS (
    SELECT snapshot_id, unnest(map_entries(changes)) AS change FROM latest
), touched AS (
    SELECT snapshot_id, change.key AS kind, unnest(change.value) AS id FROM changed
), named AS (
    SELECT snapshot_id, kind, list_sort(list(DISTINCT coalesce(name, split_part(id, '.', -1)))) AS tables
    FROM touched LEFT JOIN names USING (id)
    WHERE name IS NOT NULL OR contains(id, '.')
    GROUP BY ALL
), tables_by_kind AS (
    SELECT snapshot_id, map_from_entries(list((kind, tables) ORDER BY kind)) AS changes FROM named GROUP BY ALL
)
SELECT
    snapshot_id, snapshot_time AS at, author AS step, commit_message AS run_id, commit_extra_info AS counts,
    coalesce(tables_by_kind.changes, MAP {}) AS changes
FROM latest LEFT JOIN tables_by_kind USING (snapshot_id)
ORDER BY snapshot_id DESC;
