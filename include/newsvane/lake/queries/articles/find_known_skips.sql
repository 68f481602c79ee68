-- reads: skipped; returns: the addresses and reasons with which pages of the past were left out before
SELECT DISTINCT url, stage, reason FROM skipped
WHERE url IN (SELECT unnest($urls::VARCHAR[])) AND starts_with(run_id, $run_prefix);
