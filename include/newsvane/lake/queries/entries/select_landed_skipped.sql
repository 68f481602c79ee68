-- reads: incoming_skipped, skipped; writes: landed_skipped
CREATE OR REPLACE TEMP TABLE landed_skipped AS
FROM incoming_skipped AS new
ANTI JOIN skipped AS old ON old.url = new.url AND old.stage = new.stage AND old.run_id = new.run_id
QUALIFY row_number() OVER (PARTITION BY new.url, new.stage ORDER BY new.skipped_at DESC) = 1;
