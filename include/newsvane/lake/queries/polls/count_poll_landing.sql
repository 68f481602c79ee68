-- reads: entries, landed_entries, landed_polls; returns: one row of counts, as `PollLanding`
SELECT polls, entries_new, entries_changed, pending
FROM (SELECT count(*) AS polls FROM landed_polls)
POSITIONAL JOIN (
    SELECT count(*) FILTER (is_new) AS entries_new, count(*) FILTER (NOT is_new) AS entries_changed FROM landed_entries
)
POSITIONAL JOIN (
    SELECT count(*) AS pending FROM entries WHERE outcome = 'pending' AND coalesce(next_try_at <= $now, true)
);
