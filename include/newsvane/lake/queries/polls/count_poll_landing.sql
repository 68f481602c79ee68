-- reads: entries, landed_entries, landed_polls; returns: one row of counts, as `PollLanding`
SELECT
    (SELECT count(*) FROM landed_polls) AS polls,
    (SELECT count(*) FROM landed_entries WHERE is_new) AS entries_new,
    (SELECT count(*) FROM landed_entries WHERE NOT is_new) AS entries_changed,
    (SELECT count(*) FROM entries WHERE outcome = 'pending' AND coalesce(next_try_at <= $now, true)) AS pending;
