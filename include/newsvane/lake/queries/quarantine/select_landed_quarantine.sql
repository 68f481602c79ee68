-- reads: incoming_quarantine, quarantine; writes: landed_quarantine
CREATE OR REPLACE TEMP TABLE landed_quarantine AS
FROM incoming_quarantine AS new
ANTI JOIN quarantine AS old
    ON old.article_id = new.article_id AND (old.run_id = new.run_id OR (old.state = 'held' AND old.article = new.article))
QUALIFY row_number() OVER (PARTITION BY new.article_id ORDER BY new.quarantined_at DESC) = 1;
