-- reads: landed_entries; writes: incoming_skipped
INSERT INTO incoming_skipped BY NAME
SELECT
    url, 'parse' AS stage, if(kind = 'article', 'host_quota', kind) AS reason,
    CASE kind
        WHEN 'podcast' THEN 'something to listen to or to watch, not to read'
        WHEN 'article' THEN 'the source has had ' || $quota || ' pages of this site of another outlet read within a day'
        WHEN 'advert' THEN 'an advertisement or a paid item'
        ELSE kind
    END AS detail,
    feed_id, entry_id, coalesce(changed_at, seen_at) AS skipped_at, false AS will_retry, $run_id AS run_id
FROM landed_entries
WHERE outcome = 'skipped' AND outcome_before IS DISTINCT FROM 'skipped';
