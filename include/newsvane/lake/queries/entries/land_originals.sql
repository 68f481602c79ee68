-- reads: articles, entries, incoming_entries; writes: entries, landed_originals
-- An original is known if it is an entry already, or if an article was read at its address.
CREATE OR REPLACE TEMP TABLE landed_originals AS
FROM incoming_entries AS new
ANTI JOIN entries AS stored ON stored.entry_id = new.entry_id
ANTI JOIN articles ON articles.canonical_url = new.canonical_url
QUALIFY row_number() OVER (PARTITION BY entry_id ORDER BY original_of) = 1;

INSERT INTO entries BY NAME FROM landed_originals;
