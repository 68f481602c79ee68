-- reads: landed_groups, landed_sketches; returns: one row of counts, as `Regrouping`
SELECT
    (SELECT count(*) FROM landed_sketches) AS sketches,
    count(*) AS regrouped,
    count(*) FILTER (copy_of IS NOT NULL AND copy_before IS NULL) AS copies,
    count(*) FILTER (copy_of IS NULL AND copy_before IS NOT NULL) AS originals,
    count(*) FILTER (story_before <> story_id) AS moved
FROM landed_groups;
