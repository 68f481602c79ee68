-- reads: articles, entries, incoming_entries; writes: entries, landed_originals
-- An original is known if it is an entry already, or if an article was read at its address.
CREATE OR REPLACE TEMP TABLE landed_originals AS
WITH listed AS (
    SELECT entry_id FROM entries SEMI JOIN incoming_entries USING (entry_id)
), read AS (
    SELECT canonical_url FROM articles SEMI JOIN incoming_entries USING (canonical_url)
)
FROM incoming_entries ANTI JOIN listed USING (entry_id) ANTI JOIN read USING (canonical_url)
QUALIFY row_number() OVER (PARTITION BY entry_id ORDER BY original_of) = 1;

INSERT INTO entries BY NAME FROM landed_originals;
